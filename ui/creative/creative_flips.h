// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include <vector>

class QLabel;

namespace flipside {

/// The recipe's edits as a list model, in the recipe's order.
class FlipsModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit FlipsModel(Document& document, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    const Edit& edit(int row) const { return _edits[std::size_t(row)]; }
    /// The neuron of a row; layer -1 where the model does not know it.
    NeuronRef neuron(int row) const;
    /// True where the row's neuron is held above its layer's threshold.
    bool holdsOn(int row) const;

private:
    void takeRecipe();

    Document& _document;
    std::vector<Edit> _edits;
};

/// The list of flips: a row names the neuron, what was done to it and the value it is held at. A click goes
/// to the neuron, the cross at the end or the Delete key releases it.
class FlipsView : public QListView {
    Q_OBJECT
public:
    explicit FlipsView(Document& document, QWidget* parent = nullptr);

    int count() const { return _model->rowCount(); }
    /// Where a row's cross is, in viewport coordinates.
    QRect crossRect(int row) const;
    /// Something to say about the flips, below them. It takes its room from the list: outside, it would move
    /// the list's crosses away from under the pointer.
    void setHint(const QString& text);

    /// Of some rows, however many there are: rows that come or go must not move the others.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void countChanged(int count);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeHint();
    void remove(int row);
    void goTo(int row);
    void takeCount(int count);

    Document& _document;
    FlipsModel* _model;
    QLabel* _hint;
    int _keptRow = -1; ///< the current row, over a reset of the model
};

/// Paints a row of FlipsView.
class FlipsDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit FlipsDelegate(const FlipsModel& model, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// The cross of a row whose rectangle is `row`.
    static QRect crossRect(const QRect& row);

private:
    const FlipsModel& _model;
};

} // namespace flipside
