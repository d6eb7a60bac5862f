// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace flipside {

class ModelLibrary;

/// The models there are, each with its picture, its name and what it is. Letters go to a name, Enter and a
/// click choose.
class ModelList : public QListWidget {
    Q_OBJECT
public:
    explicit ModelList(ModelLibrary& models, QWidget* parent = nullptr);

    /// The one in use; empty for none of them.
    void setPresent(const QString& id);
    /// Wide enough for the lines, and as high as the models need, up to a screen's half.
    QSize sizeHint() const override;

signals:
    void chosen(const QString& id);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void list();

    ModelLibrary& _models;
    QString _present;
};

} // namespace flipside
