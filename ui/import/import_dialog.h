// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/file_tasks.h"
#include "ui/work/job_dialog.h"

#include <filesystem>
#include <memory>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace flipside {

class Disclosure;
class ElidedLabel;
class NetworkLook;
class NetworkView;
class QuestionList;
struct ImportedModel;
struct ModelImport;

/// For lists of files to choose a generator from: "*.pt *.onnx" and so on (sandbox/file_kind.h).
QString generatorNames();

/// Makes a model of the user's own out of a generator's file. It shows at once what was recognised in the
/// file, with pictures, and what the file leaves open, with a sheet for each answer; what Flipside finds out
/// by trying can be said instead. Closes when the model is there to be opened; it still needs a profile.
class ImportDialog : public JobDialog {
    Q_OBJECT
public:
    /// Imports into `root`, the user's own models.
    ImportDialog(std::filesystem::path decoder, std::filesystem::path root, QWidget* parent = nullptr);

    /// The folder of the model that was imported.
    QString folder() const { return _folder; }
    /// What was found out about it, in a few sentences; once it is there.
    QString found() const;

    /// Takes names for the network's classes from a text file, or says what is wrong with that.
    void nameClasses(const QString& path);
    const NetworkView& view() const { return *_view; }
    const QuestionList& questions() const { return *_questions; }

protected:
    void showEvent(QShowEvent* event) override;
    void act() override;
    void takeProgress(double fraction, const QString& what, double secondsLeft) override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void setFieldsEnabled(bool enabled) override;

private:
    QFormLayout* nameFields();
    /// What is asked of few files only.
    void addMore(QVBoxLayout& column);
    void takeFound();
    void takeCode();
    void showSheet(const QString& question, int choice);
    void stopLooking();
    void lookOn();
    /// Where there is more to show than before, and room on the screen.
    void growToFit();
    void showClassNames();
    ModelImport given() const;
    void import(const ModelImport& model);
    /// A model of this id is there already.
    void askToReplace(ModelImport model);
    void chooseEncoder();

    std::filesystem::path _decoder;
    std::filesystem::path _root;
    QString _folder;
    std::shared_ptr<ImportedModel> _imported; ///< written by the work, read when it has ended
    NetworkLook* _look = nullptr;
    bool _hasLooked = false;
    std::filesystem::path _classNames; ///< their file; empty without
    int _named = 0;                    ///< how many names it has
    QWidget* _body = nullptr;
    NetworkView* _view = nullptr;
    QuestionList* _questions = nullptr;
    QLineEdit* _name = nullptr;
    QWidget* _classes = nullptr;
    QPushButton* _classesButton = nullptr;
    ElidedLabel* _classesState = nullptr;
    Disclosure* _more = nullptr;
    QWidget* _moreFields = nullptr;
    QLineEdit* _code = nullptr;
    QLineEdit* _latent = nullptr;
    QComboBox* _range = nullptr;
    QLineEdit* _encoder = nullptr;
    FileTasks _files; ///< the last, as it goes first
};

} // namespace flipside
