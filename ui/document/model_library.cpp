// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/model_library.h"

#include "core/model/find_model.h"
#include "core/model/model_folder.h"

#include <QFileInfo>

#include <algorithm>
#include <filesystem>

namespace flipside {
namespace {

constexpr int settledMilliseconds = 500;

} // namespace

QString ModelNames::of(const std::string& id) const
{
    const QString key = QString::fromStdString(id);
    return names.value(key, key);
}

const TypicalRanges& ModelNames::typicalOf(const std::string& id) const
{
    static const TypicalRanges none;
    const auto found = typical.constFind(QString::fromStdString(id));
    return found == typical.constEnd() ? none : *found;
}

ModelLibrary::ModelLibrary(QObject* parent) : QObject(parent)
{
    _soon.setSingleShot(true);
    _soon.setInterval(settledMilliseconds);
    connect(&_soon, &QTimer::timeout, this, &ModelLibrary::read);
    connect(&_watcher, &QFileSystemWatcher::directoryChanged, &_soon, qOverload<>(&QTimer::start));
}

void ModelLibrary::watch()
{
    for (const std::filesystem::path& root : modelRoots()) {
        const QString folder = QString::fromStdString(root.string());
        if (QFileInfo(folder).isDir())
            _watcher.addPath(folder);
    }
    read();
}

void ModelLibrary::read()
{
    _files.run([this]() -> FileTasks::Afterwards {
        QList<Entry> models;
        ModelNames names;
        for (const ModelFolder& folder : listModels()) {
            const QString id = QString::fromStdString(folder.card().id);
            models.append({id, QString::fromStdString(folder.card().name)});
            names.names.insert(id, models.back().name);
            names.typical.insert(id, folder.card().typical);
        }
        return [this, models, names] {
            const ModelNames before = _names;
            _names.names.insert(names.names);
            _names.typical.insert(names.typical);
            const bool isNews = !_isRead || _models != models || _names != before;
            _isRead = true;
            _models = models;
            if (isNews)
                emit changed();
        };
    });
}

void ModelLibrary::meet(const ModelCard& card, const QString& folder)
{
    const QString id = QString::fromStdString(card.id);
    rememberPlace(id, folder);
    const ModelNames before = _names;
    _names.names.insert(id, QString::fromStdString(card.name));
    _names.typical.insert(id, card.typical);
    if (_names != before)
        emit changed();
    if (!_isRead || !isInALibrary(folder))
        return;
    // The first of the user's own makes the folder that is watched from then on, and a trained one is a
    // folder long before it is a model.
    if (!_watcher.directories().contains(QFileInfo(folder).absolutePath()))
        watch();
    else if (std::ranges::find(_models, id, &Entry::id) == _models.end())
        _soon.start();
}

bool ModelLibrary::isInALibrary(const QString& folder)
{
    const auto parent = std::filesystem::path(folder.toStdString()).parent_path();
    return std::ranges::any_of(modelRoots(), [&](const auto& root) { return root == parent; });
}

QString ModelLibrary::findable(const std::string& id) const
{
    const QString name = QString::fromStdString(id);
    return _places.value(name, name);
}

} // namespace flipside
