// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/question.h"

#include "ui/style/theme_icons.h"

#include <QPushButton>

namespace flipside {
namespace {

constexpr int iconSide = 40;

QString textOf(QMessageBox::StandardButton answer)
{
    switch (answer) {
    case QMessageBox::Save:
        return Question::tr("&Save");
    case QMessageBox::Discard:
        return Question::tr("&Discard");
    default:
        return Question::tr("&Cancel");
    }
}

} // namespace

Question::Question(const QString& text, QWidget* window) : QMessageBox(window)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Flipside"));
    setText(text);
    setIconPixmap(
        themedIcon(QStringLiteral("question")).pixmap(QSize(iconSide, iconSide), devicePixelRatioF()));
}

QPushButton* Question::addUsual(StandardButton answer)
{
    QPushButton* button = addButton(answer);
    // Qt's own words have a key on some desktops only.
    button->setText(textOf(answer));
    return button;
}

} // namespace flipside
