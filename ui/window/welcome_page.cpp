// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/welcome_page.h"

#include "core/model/model_folder.h"
#include "ui/style/theme.h"
#include "ui/style/theme_icons.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace flipside {

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("welcomePage"));
    setAttribute(Qt::WA_StyledBackground);
    auto* page = new QWidget;
    _words = new QWidget(page);
    auto* icon = new QLabel(_words);
    icon->setPixmap(QIcon(QStringLiteral(":/icons/flipside.svg")).pixmap(QSize(72, 72), devicePixelRatioF()));
    auto* title = new QLabel(tr("No model is open"), _words);
    title->setObjectName(QStringLiteral("welcomeTitle"));
    auto* hint =
        new QLabel(tr("A model is a folder with card.json and decoder.pt. Open one, drop one on this window, "
                      "or put it where Flipside looks for models:\n%1")
                       .arg(QDir::toNativeSeparators(QString::fromStdString(userModelRoot().string()))),
                   _words);
    hint->setObjectName(QStringLiteral("welcomeHint"));
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignHCenter);
    hint->setMinimumWidth(300);
    hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* open = new QPushButton(themedIcon(QStringLiteral("model")), tr("Open a model…"), _words);
    connect(open, &QPushButton::clicked, this, &WelcomePage::openRequested);

    auto* words = new QVBoxLayout(_words);
    words->setSpacing(14);
    for (QWidget* widget : {static_cast<QWidget*>(icon), static_cast<QWidget*>(title)})
        words->addWidget(widget, 0, Qt::AlignHCenter);
    words->addWidget(hint);
    words->addWidget(open, 0, Qt::AlignHCenter);
    _words->setMaximumWidth(520);

    auto* middle = new QVBoxLayout(page);
    middle->addStretch(1);
    // Stretches instead of an alignment, which would not give the hint the height that its width needs.
    auto* across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(_words, 100);
    across->addStretch(1);
    middle->addLayout(across);
    middle->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    setOpening(true);
}

void WelcomePage::setOpening(bool opening)
{
    _words->setVisible(!opening);
}

} // namespace flipside
