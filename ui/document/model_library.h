// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "ui/work/file_tasks.h"

#include <QFileSystemWatcher>
#include <QHash>
#include <QImage>
#include <QList>
#include <QObject>
#include <QTimer>

#include <string>

namespace flipside {

/// What people call the models, and what is typical of their pictures: recipes and sessions know them by
/// their ids alone.
struct ModelNames {
    QHash<QString, QString> names;         ///< [id]
    QHash<QString, TypicalRanges> typical; ///< [id]

    /// The id where no card has told the name yet.
    QString of(const std::string& id) const;
    /// Empty where no card has told it yet, or the model was not measured.
    const TypicalRanges& typicalOf(const std::string& id) const;
    bool operator==(const ModelNames&) const = default;
};

/// The models there are, and where those of other places were met. Read in the background, and again where a
/// folder of models changes.
class ModelLibrary : public QObject {
    Q_OBJECT
public:
    explicit ModelLibrary(QObject* parent = nullptr);

    struct Entry {
        QString id;
        QString name;
        QString line{};         ///< what it is, in one sentence; may be empty
        QImage preview{};       ///< some of its pictures; null where it has none
        bool hasProfile = true; ///< so that a profile that was added counts as a change
        bool operator==(const Entry&) const = default;
    };

    /// Reads what there is from now on.
    void watch();
    /// Looks once more, for what watching does not see: changed() says whether there is more.
    void read();
    /// Before that, and until the first reading is done, there is nothing in models().
    bool isRead() const { return _isRead; }
    /// In the order in which they are offered.
    const QList<Entry>& models() const { return _models; }
    /// The model of this id in models(); null where there is none.
    const Entry* find(const QString& id) const;
    /// Of all models that were met, those in models() among them.
    const ModelNames& names() const { return _names; }

    /// A model was opened, wherever it lies.
    void meet(const ModelCard& card, const QString& folder);
    /// Where a model is that findModel() does not find by its id.
    void rememberPlace(const QString& id, const QString& folder) { _places[id] = folder; }
    /// Empty where none is remembered.
    QString placeOf(const QString& id) const { return _places.value(id); }
    /// Whether findModel() finds the model in this folder by its id.
    static bool isInALibrary(const QString& folder);
    /// What opens a recipe's model: where it was last, or else its id.
    QString findable(const std::string& id) const;

signals:
    void changed();

private:
    QList<Entry> _models;
    ModelNames _names;
    QHash<QString, QString> _places; ///< [id], folder
    QFileSystemWatcher _watcher;
    QTimer _soon; ///< a model is many files
    bool _isRead = false;
    FileTasks _files; ///< last, so that it is done before the rest goes
};

} // namespace flipside
