// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/model_id.h"

#include "core/model/model_folder.h"

#include <QRegularExpression>

#include <algorithm>
#include <system_error>
#include <vector>

namespace flipside {

std::string modelIdFrom(const QString& name)
{
    static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9_.-]+"));
    static const QRegularExpression ends(QStringLiteral("^[.-]+|-+$"));
    QString id = name.trimmed().toLower();
    id.replace(others, QStringLiteral("-")).remove(ends);
    return id.isEmpty() ? "model" : id.toStdString();
}

std::string freeModelIdFrom(const QString& name, const std::filesystem::path& root)
{
    std::vector<std::filesystem::path> roots = modelRoots();
    roots.push_back(root);
    const std::string wanted = modelIdFrom(name);
    std::string id = wanted;
    const auto isTaken = [&](const std::filesystem::path& place) {
        std::error_code unreadable;
        return std::filesystem::exists(place / id, unreadable);
    };
    for (int number = 2; std::any_of(roots.begin(), roots.end(), isTaken); ++number)
        id = wanted + "-" + std::to_string(number);
    return id;
}

std::string numberedName(const std::string& name, const std::string& id)
{
    return name + id.substr(modelIdFrom(QString::fromStdString(name)).size());
}

} // namespace flipside
