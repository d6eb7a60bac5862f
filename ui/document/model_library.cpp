// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/model_library.h"

#include "core/model/find_model.h"
#include "core/model/model_folder.h"

#include <QFileInfo>
#include <QImageReader>

#include <algorithm>
#include <filesystem>

namespace flipside {
namespace {

constexpr int settledMilliseconds = 500;
/// Of what is kept of a preview, in pixels: enough for a list at 200 %.
constexpr int previewSide = 128;
/// A preview is small; larger files are none.
constexpr int largestPreview = 4096;

QString firstSentence(const QString& text)
{
    const qsizetype end = text.indexOf(QStringLiteral(". "));
    return end < 0 ? text : text.first(end + 1);
}

/// Null where there is none, or none that can be read.
QImage previewOf(const ModelFolder& folder)
{
    QImageReader reader(QString::fromStdString(folder.previewFile().string()), "png");
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > largestPreview || size.height() > largestPreview)
        return {};
    QImage whole = reader.read();
    if (whole.isNull() || std::max(whole.width(), whole.height()) <= previewSide)
        return whole;
    return whole.scaled(previewSide, previewSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

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
            models.append({id, QString::fromStdString(folder.card().name),
                           firstSentence(QString::fromStdString(folder.card().description)),
                           previewOf(folder), folder.hasProfile()});
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

const ModelLibrary::Entry* ModelLibrary::find(const QString& id) const
{
    const auto found = std::ranges::find(_models, id, &Entry::id);
    return found == _models.end() ? nullptr : &*found;
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
    else if (!find(id))
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
