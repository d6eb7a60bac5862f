// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/describe_file.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace flipside {

class Disclosure;
class PictureBox;
class ProgressLine;

/// What was found in a file: a sheet of its pictures, what it was recognised as, what it takes and makes, how
/// much of the file is used; and below, on wish, what is not.
class NetworkView : public QWidget {
    Q_OBJECT
public:
    explicit NetworkView(QWidget* parent = nullptr);

    void showFound(const FileDescription& found);
    void showSheet(const QImage& sheet);
    /// Why nothing was found; one sentence.
    void showProblem(const QString& sentence);
    /// What is under way, with a way to stop it.
    void showProgress(double fraction, const QString& what);
    void showRest(bool isStopped);

    /// In a line, without marks: "Layers in a row".
    QString headline() const;
    QString facts() const;

signals:
    void stopWished();
    /// After it was stopped.
    void againWished();

private:
    void showUnused(const ReadNetwork& network);

    PictureBox* _sheet = nullptr;
    QLabel* _icon = nullptr;
    QLabel* _headline = nullptr;
    QLabel* _facts = nullptr;
    QLabel* _used = nullptr;
    Disclosure* _unused = nullptr;
    QPlainTextEdit* _unusedList = nullptr;
    QLabel* _doing = nullptr;
    ProgressLine* _bar = nullptr;
    QPushButton* _stop = nullptr;
    bool _isStopped = false;
};

} // namespace flipside
