// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrapped_text.h"

#include <QTextDocument>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace flipside {

WrappedText::WrappedText(QWidget* parent) : QTextEdit(parent)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setFocusPolicy(Qt::ClickFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(0.0);
    viewport()->setAutoFillBackground(false);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(this, &QTextEdit::textChanged, this, &QWidget::updateGeometry);
}

QSize WrappedText::sizeHint() const
{
    return {240, heightForWidth(std::max(240, width()))};
}

QSize WrappedText::minimumSizeHint() const
{
    return {80, fontMetrics().lineSpacing()};
}

int WrappedText::heightForWidth(int width) const
{
    QTextDocument measured;
    measured.setDocumentMargin(0.0);
    measured.setDefaultFont(font());
    measured.setDefaultTextOption(document()->defaultTextOption());
    measured.setPlainText(toPlainText());
    measured.setTextWidth(width);
    return int(std::ceil(measured.size().height()));
}

} // namespace flipside
