// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_opener.h"

#include "ui/guide/guide_window.h"
#include "ui/words/glossary.h"

#include <QApplication>
#include <QDesktopServices>
#include <QUrl>
#include <QVariant>

namespace flipside {
namespace {

constexpr const char* sectionProperty = "guideSection";

void show(QWidget& window)
{
    window.show();
    window.raise();
    window.activateWindow();
}

} // namespace

GuideOpener::GuideOpener(QObject* parent) : QObject(parent)
{
    QDesktopServices::setUrlHandler(QLatin1String(glossaryScheme), this, "openTerm");
}

GuideOpener::~GuideOpener()
{
    QDesktopServices::unsetUrlHandler(QLatin1String(glossaryScheme));
    close();
}

GuideWindow& GuideOpener::window()
{
    if (!_window) {
        _window = new GuideWindow;
        _window->setAttribute(Qt::WA_DeleteOnClose);
    }
    return *_window;
}

void GuideOpener::openAtFocus()
{
    const QString section = guideSectionOf(QApplication::focusWidget());
    if (!section.isEmpty())
        window().open(QStringLiteral("guide.md"), section);
    show(window());
}

void GuideOpener::openTerm(const QUrl& link)
{
    window().open(QLatin1String(GuideBook::glossary), link.path());
    show(window());
}

void GuideOpener::close()
{
    if (_window)
        _window->close();
}

void setGuideSection(QWidget& widget, const QString& section)
{
    widget.setProperty(sectionProperty, section);
}

QString guideSectionOf(const QWidget* widget)
{
    for (; widget; widget = widget->parentWidget())
        if (const QVariant section = widget->property(sectionProperty); section.isValid())
            return section.toString();
    return {};
}

} // namespace flipside
