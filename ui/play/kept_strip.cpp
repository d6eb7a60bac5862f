// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/play/kept_strip.h"

#include "ui/actions/actions.h"
#include "ui/gallery/gallery_model.h"
#include "ui/style/theme.h"
#include "ui/workspace/workspace.h"

#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QWheelEvent>

namespace flipside {
namespace {

constexpr int side = 56;
constexpr int gap = 4;

class StripDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override
    {
        return {side + 2 * gap, side + 2 * gap};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QRect place = option.rect.adjusted(gap, gap, -gap, -gap);
        const auto picture = index.data(Qt::DecorationRole).value<QPixmap>();
        const QSize size = picture.size().scaled(place.size(), Qt::KeepAspectRatio);
        QRect target(QPoint(), size);
        target.moveCenter(place.center());
        painter->setRenderHint(QPainter::SmoothPixmapTransform, picture.width() > size.width());
        painter->drawPixmap(target, picture);
        if (option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus)) {
            painter->setPen(QPen(palette().accent, 2.0));
            painter->drawRect(target.adjusted(-2, -2, 2, 2));
        }
    }
};

} // namespace

KeptStrip::KeptStrip(Workspace& workspace, const QAction& keep, QWidget* parent)
    : QListView(parent), _workspace(workspace), _keep(keep)
{
    setObjectName(QStringLiteral("keptStrip"));
    setAccessibleName(tr("Kept pictures"));
    auto* pictures = new GalleryModel(workspace.gallery(), workspace.models(), this);
    setModel(pictures);
    setItemDelegate(new StripDelegate(this));
    setFlow(LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(this, &QListView::clicked, this, &KeptStrip::open);
    connect(this, &QListView::activated, this, &KeptStrip::open);
    // The newest is the one that was just kept.
    connect(
        pictures, &QAbstractItemModel::rowsInserted, this,
        [this] { scrollTo(model()->index(model()->rowCount() - 1, 0)); }, Qt::QueuedConnection);
}

QSize KeptStrip::sizeHint() const
{
    return {400, side + 2 * gap + horizontalScrollBar()->sizeHint().height()};
}

QSize KeptStrip::minimumSizeHint() const
{
    return {side, sizeHint().height()};
}

void KeptStrip::open(const QModelIndex& index)
{
    const auto id = index.data(GalleryModel::IdRole).toULongLong();
    const auto item = _workspace.gallery().item(id);
    if (!item)
        return;
    _workspace.document().stopComparing();
    _workspace.document().openRecipe(item->recipe, tr("the kept picture"));
}

void KeptStrip::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    if (model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(flipside::palette().dimText);
    painter.drawText(viewport()->rect(), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap,
                     tr("%1 appear here. Hold B to see the picture without what you woke.")
                         .arg(withKey(tr("Kept pictures"), _keep.shortcut())));
}

void KeptStrip::wheelEvent(QWheelEvent* event)
{
    // A wheel turns one way; the strip goes the other.
    const int turned = event->angleDelta().y() + event->angleDelta().x();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - turned);
    event->accept();
}

} // namespace flipside
