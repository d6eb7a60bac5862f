// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_list.h"

#include "ui/document/model_library.h"
#include "ui/models/model_card_delegate.h"

#include <QKeyEvent>
#include <QScreen>

#include <algorithm>

namespace flipside {
namespace {

constexpr int idRole = Qt::UserRole;
constexpr int letters = 72; ///< of a line, before it ends in an ellipsis

} // namespace

ModelList::ModelList(ModelLibrary& models, QWidget* parent) : QListWidget(parent), _models(models)
{
    setObjectName(QStringLiteral("modelList"));
    setAccessibleName(tr("Models"));
    setItemDelegate(new ModelCardDelegate(this));
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto choose = [this](const QListWidgetItem* item) { emit chosen(item->data(idRole).toString()); };
    connect(this, &QListWidget::itemClicked, this, choose);
    connect(&models, &ModelLibrary::changed, this, &ModelList::list);
    list();
}

void ModelList::list()
{
    clear();
    for (const ModelLibrary::Entry& model : _models.models()) {
        auto* item = new QListWidgetItem(QPixmap::fromImage(model.preview), model.name, this);
        item->setData(idRole, model.id);
        item->setData(ModelCardDelegate::lineRole, model.line);
        item->setData(Qt::AccessibleDescriptionRole, model.line);
        item->setToolTip(model.line);
    }
    if (count() == 0) {
        auto* item = new QListWidgetItem(_models.isRead() ? tr("No model was found.") : tr("Looking…"), this);
        item->setFlags(Qt::NoItemFlags);
    }
    setPresent(_present);
    updateGeometry();
}

void ModelList::setPresent(const QString& id)
{
    _present = id;
    for (int row = 0; row < count(); ++row) {
        const bool isPresent = item(row)->data(idRole).toString() == id;
        item(row)->setData(ModelCardDelegate::presentRole, isPresent);
        if (isPresent)
            setCurrentRow(row);
    }
}

QSize ModelList::sizeHint() const
{
    const int row = count() > 0 ? sizeHintForRow(0) : 0;
    const int most = screen()->availableSize().height() / 2;
    return {ModelCardDelegate::widthFor(fontMetrics(), letters), std::min(std::max(1, count()) * row, most)};
}

void ModelList::keyPressEvent(QKeyEvent* event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && currentItem() && currentItem()->flags() != Qt::NoItemFlags)
        emit chosen(currentItem()->data(idRole).toString());
    else
        QListWidget::keyPressEvent(event);
}

} // namespace flipside
