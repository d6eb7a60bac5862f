// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/describe_file.h"
#include "ui/work/latest_work.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace flipside {

/// Looks in the background at a file that may hold a generator: what it is, with a sheet of its pictures, and
/// then what every answer to an open question would make of it. A newer wish abandons older work. What the
/// file holds runs in a process of its own.
class NetworkLook : public QObject {
    Q_OBJECT
public:
    /// A small sheet of pictures; or none, and why, half a sentence.
    struct Sheet {
        QImage image;
        QString lack;
    };

    explicit NetworkLook(std::filesystem::path file, QObject* parent = nullptr);

    /// Looks with the choices that were made so far.
    void look();
    /// Looks again with the network's code (code/read_code.h); an empty path is without.
    void setCode(const std::filesystem::path& code);
    const std::filesystem::path& code() const { return _code; }
    /// Answers a question, and looks again.
    void choose(const std::string& question, int choice);
    /// Has the sheets of a question's choices made, those that are not there yet, the likeliest first;
    /// nothing while it still looks.
    void makeSheets(const std::string& question);
    /// What is under way is given up; what is known stays.
    void stop();
    bool isBusy() const { return _work.isBusy(); }

    /// What was found by the last look; null before that.
    const FileDescription* found() const { return _found.get(); }
    /// Whether that has all that was chosen since.
    bool hasFoundAll() const { return _found && _given == _givenBefore; }
    /// All answers as they are to be imported: those that were found, and what was chosen since.
    NetworkChoices answers() const;
    /// The sheet of the network under these answers; null where there is none yet.
    const Sheet* sheet(const NetworkChoices& answers) const;

signals:
    /// `what` is under way, in a few words; `fraction` in [0, 1].
    void progressed(double fraction, const QString& what);
    /// found() is new.
    void looked();
    void sheetMade(const QString& question, int choice);
    /// Nothing is under way any more.
    void finished();
    /// The file could not be read, with the last choice; that is taken back. One sentence.
    void failed(const QString& sentence);

private:
    void take(FileDescription found, const NetworkChoices& given, const QImage& sheet);
    void takeProblem(const QString& sentence);

    std::filesystem::path _file;
    std::filesystem::path _code;
    NetworkChoices _given;       ///< what a person chose, with what was found before
    NetworkChoices _last;        ///< the last of these
    NetworkChoices _givenBefore; ///< as it was found last
    std::shared_ptr<const FileDescription> _found;
    std::map<NetworkChoices, Sheet> _sheets; ///< by all answers
    LatestWork _work;
};

} // namespace flipside
