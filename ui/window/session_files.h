// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

class QAction;

namespace flipside {

class Actions;
class Messages;
class SessionKeeper;
class Workspace;

/// The session as a file: a new one, opened, saved, reverted; what a crash left; and the question before
/// anything is thrown away.
class SessionFiles : public QObject {
    Q_OBJECT
public:
    SessionFiles(SessionKeeper& session, Workspace& workspace, Messages& messages, Actions& actions,
                 QWidget& window);

    void open(const QString& path);
    /// A session to look at and go on with, whose file stays as it is.
    void openExample(const QString& path);
    /// Asks first where something would be thrown away that is not saved, or `costs` something besides, in
    /// sentences. `stay` is called where the user cancels.
    void askThen(const std::function<void()>& goOn, const std::function<void()>& stay = {},
                 const QStringList& costs = {});

signals:
    /// A file that was opened or saved.
    void used(const QString& file);

private:
    /// `then` is called once it is saved, and not where the user chooses no file.
    void save(const std::function<void()>& then = {});
    void saveAs(const std::function<void()>& then = {});
    void revert();
    /// What a crash left: to go on with, or to delete.
    void offerAbandoned();
    void askWhetherToDelete();
    void update();

    SessionKeeper& _session;
    Workspace& _workspace;
    Messages& _messages;
    QWidget& _window;
    QAction* _revert = nullptr;
    QString _abandoned; ///< what a crash left, in words
};

} // namespace flipside
