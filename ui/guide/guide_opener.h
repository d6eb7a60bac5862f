// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

class QUrl;
class QWidget;

namespace flipside {

class GuideWindow;

/// Opens the guide where a person needs it: at the section of what has the keyboard, and at the entries that
/// the program's own links (words/glossary.h) lead to.
class GuideOpener : public QObject {
    Q_OBJECT
public:
    explicit GuideOpener(QObject* parent = nullptr);
    ~GuideOpener() override;

    /// At the section of what has the keyboard, or else where the guide was left.
    void openAtFocus();
    void close();

public slots:
    /// "glossary:strength"
    void openTerm(const QUrl& link);

private:
    GuideWindow& window();

    QPointer<GuideWindow> _window;
};

/// The section of the guide about a panel or a window, as GuideBook::anchorOf() names it.
void setGuideSection(QWidget& widget, const QString& section);
/// That of the widget, or of what it lies in; empty where nothing says.
QString guideSectionOf(const QWidget* widget);

} // namespace flipside
