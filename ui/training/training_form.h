// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/training_data.h"
#include "ui/training/training_plan.h"
#include "ui/work/file_tasks.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace flipside {

class PathEdit;

/// What is trained: from which pictures, how they are cut, which kind of model, for how long. It looks the
/// pictures over in the background and proposes what suits their number.
class TrainingForm : public QWidget {
    Q_OBJECT
public:
    explicit TrainingForm(QWidget* parent = nullptr);

    /// Without a folder and an id. Throws ArgumentError where something is missing.
    TrainingPlan plan() const;
    void setPlan(const TrainingPlan& plan);
    void setData(const QString& data);
    /// Looks the pictures over, and proposes what suits them.
    void look();

signals:
    /// Some of the chosen pictures as a model would see them; a null picture where there are none.
    void lookedOver(const QImage& sheet);

private:
    void buildPictures(QFormLayout& fields);
    void buildModel(QFormLayout& fields);
    void choosePictures();
    void lookLater();
    void takeData(const TrainingData& data);
    void proposeArchitecture();
    void proposeLength();
    void proposeName();
    void updateFields();
    void showFound(const QString& words);
    PictureShape shape() const;
    const Architecture& architecture() const;

    PathEdit* _data = nullptr;
    QLabel* _found = nullptr;
    QComboBox* _size = nullptr;
    QDoubleSpinBox* _crop = nullptr;
    QComboBox* _colour = nullptr;
    QCheckBox* _mirror = nullptr;
    QComboBox* _architecture = nullptr;
    QLabel* _what = nullptr;
    QSpinBox* _epochs = nullptr;
    QLineEdit* _name = nullptr;

    TrainingData _given;     ///< of what is chosen now, once it was looked over
    bool _ownEpochs = false; ///< chosen by the user, and not proposed any more
    bool _ownName = false;
    QTimer _later;
    int _looks = 0; ///< the number of the newest; what older ones find is not shown
    FileTasks _files;
};

} // namespace flipside
