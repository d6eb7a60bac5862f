// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_switcher.h"

#include "ui/actions/actions.h"
#include "ui/models/model_list.h"
#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme_icons.h"
#include "ui/workspace/workspace.h"

#include <QEvent>
#include <QFrame>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace flipside {
namespace {

constexpr int nameLetters = 19; ///< that are shown of a model's name
constexpr int room = 60;        ///< for the picture, and the space around both
constexpr int iconGap = 6;      ///< between picture and name, which styles let touch

/// With the gap at its right.
QIcon iconFrom(const QImage& preview, QSize size, qreal ratio)
{
    QPixmap pixmap(size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintFitted(painter, preview, QRectF(QPointF(), size - QSize(iconGap, 0)));
    return pixmap;
}

} // namespace

ModelSwitcher::ModelSwitcher(Workspace& workspace, Actions& actions, QWidget& window)
    : QToolButton(&window), _workspace(workspace), _window(window)
{
    setObjectName(QStringLiteral("modelSwitcher"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::TabFocus);
    const QAction* choose = actions.add({QStringLiteral("models"),
                                         tr("Mo&dels…"),
                                         {QKeySequence(Qt::CTRL | Qt::Key_M)},
                                         tr("Choose another model by its picture"),
                                         QStringLiteral("model")});
    _popup = buildPopup(*actions[QStringLiteral("open-model")]);
    connect(choose, &QAction::triggered, this, &ModelSwitcher::showPopup);
    connect(this, &QToolButton::clicked, this, &ModelSwitcher::showPopup);
    connect(_list, &ModelList::chosen, this, [this](const QString& id) {
        _popup->close();
        _workspace.document().openModel(id);
    });
    connect(&workspace.document(), &Document::modelChanged, this, &ModelSwitcher::showPresent);
    connect(&workspace.models(), &ModelLibrary::changed, this, &ModelSwitcher::showPresent);
    setToolTip(choose->toolTip());
    showPresent();
}

QWidget* ModelSwitcher::buildPopup(QAction& openOther)
{
    auto* popup = new QFrame(this, Qt::Popup);
    popup->setObjectName(QStringLiteral("modelPopup"));
    _list = new ModelList(_workspace.models(), popup);
    auto* other = new QToolButton(popup);
    other->setDefaultAction(&openOther);
    other->setToolButtonStyle(Qt::ToolButtonTextOnly);
    other->setFocusPolicy(Qt::TabFocus);
    connect(other, &QToolButton::clicked, popup, &QWidget::close);
    auto* layout = new QVBoxLayout(popup);
    layout->setContentsMargins(1, 1, 1, 4);
    layout->setSpacing(4);
    layout->addWidget(_list, 1);
    layout->addWidget(other, 0, Qt::AlignHCenter);
    return popup;
}

void ModelSwitcher::showPopup()
{
    _workspace.models().read();
    showPresent();
    const QSize size = _popup->sizeHint();
    _popup->resize(size);
    _popup->move(placeOf(size));
    _popup->show();
    _list->setFocus(Qt::PopupFocusReason);
}

QPoint ModelSwitcher::placeOf(const QSize& popup) const
{
    QPoint place = mapToGlobal(QPoint(0, height()));
    if (visibleRegion().isEmpty())
        place = _window.mapToGlobal(_window.rect().center()) - QPoint(popup.width(), popup.height()) / 2;
    const QRect free = _window.screen()->availableGeometry();
    return {std::clamp(place.x(), free.left(), std::max(free.left(), free.right() - popup.width())),
            std::clamp(place.y(), free.top(), std::max(free.top(), free.bottom() - popup.height()))};
}

void ModelSwitcher::showPresent()
{
    const auto model = _workspace.document().model();
    const QString id = model ? QString::fromStdString(model->card.id) : QString();
    const QString name = model ? QString::fromStdString(model->card.name) : tr("No model");
    const ModelLibrary::Entry* entry = _workspace.models().find(id);
    const bool hasPicture = entry && !entry->preview.isNull();
    const int side = fontMetrics().height() + 4;
    setIconSize({side + iconGap, side});
    setIcon(hasPicture ? iconFrom(entry->preview, iconSize(), devicePixelRatioF())
                       : themedIcon(QStringLiteral("model")));
    const int width = nameLetters * fontMetrics().averageCharWidth();
    setText(
        fontMetrics().elidedText(name, Qt::ElideRight, width).replace(QLatin1Char('&'), QLatin1String("&&")));
    setAccessibleName(tr("Model: %1").arg(name));
    _list->setPresent(id);
}

QSize ModelSwitcher::sizeHint() const
{
    // The rest of the toolbar stays where it is, whatever the model is called.
    return {nameLetters * fontMetrics().averageCharWidth() + room, QToolButton::sizeHint().height()};
}

void ModelSwitcher::changeEvent(QEvent* event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        showPresent();
}

} // namespace flipside
