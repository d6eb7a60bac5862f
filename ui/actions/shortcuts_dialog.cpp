// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace flipside {
namespace {

enum Column { What, Key };
constexpr int rowPadding = 8;

QString textOf(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& key : keys)
        texts.append(key.toString(QKeySequence::NativeText));
    return texts.join(QStringLiteral(", "));
}

/// What the window does with a key that no action has; empty where it does nothing.
QString fixedUse(const QKeySequence& key)
{
    if (key == QKeySequence(Qt::Key_B))
        return ShortcutsDialog::tr("B is held to see the regular picture; choose another key.");
    if (key == QKeySequence(Qt::Key_Escape))
        return ShortcutsDialog::tr("Esc dismisses messages and ends comparisons; choose another key.");
    return {};
}

QString row(const QString& key, const QString& what)
{
    return QStringLiteral("<tr><td style='padding:3px 24px 3px 0; white-space:nowrap'><b>%1</b></td>"
                          "<td style='padding:3px 0'>%2</td></tr>")
        .arg(key.toHtmlEscaped(), what.toHtmlEscaped());
}

QString heading(const QString& text)
{
    return QStringLiteral("<tr><td colspan='2' style='padding:14px 0 4px 0'><b><big>%1</big></b></td></tr>")
        .arg(text.toHtmlEscaped());
}

} // namespace

ShortcutsDialog::ShortcutsDialog(Actions& actions, const QList<ActionGroup>& groups, QWidget* parent)
    : QDialog(parent), _actions(actions)
{
    setWindowTitle(tr("Keyboard and mouse"));
    auto* tabs = new QTabWidget(this);
    tabs->addTab(buildKeys(groups), tr("Keys of the window"));
    tabs->addTab(buildParts(), tr("In its parts"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(tabs);
    layout->addWidget(buttons);
    resize(560, 620);
    takeChoice();
}

QWidget* ShortcutsDialog::buildKeys(const QList<ActionGroup>& groups)
{
    auto* page = new QWidget(this);
    _rows = new QTreeWidget(page);
    _rows->setObjectName(QStringLiteral("shortcutRows"));
    _rows->setAccessibleName(tr("Actions and their keys"));
    _rows->setHeaderLabels({tr("Action"), tr("Keys")});
    _rows->setRootIsDecorated(false);
    _rows->setUniformRowHeights(true);
    const QList<QAction*> all = _actions.all();
    for (const ActionGroup& group : groups) {
        auto* heading = new QTreeWidgetItem(_rows, {group.title});
        QFont bold = font();
        bold.setBold(true);
        heading->setFont(What, bold);
        heading->setFlags(Qt::ItemIsEnabled);
        heading->setSizeHint(What, {0, fontMetrics().height() + rowPadding});
        heading->setExpanded(true);
        for (const QAction* action : group.actions) {
            if (!all.contains(action))
                continue; // a menu, or a panel's
            auto* row = new QTreeWidgetItem(heading);
            row->setData(What, Qt::UserRole, Actions::idOf(*action));
            row->setSizeHint(What, {0, fontMetrics().height() + rowPadding});
            _rowOf.insert(Actions::idOf(*action), row);
        }
    }
    showRows();
    _rows->header()->setStretchLastSection(false);
    _rows->header()->setSectionResizeMode(What, QHeaderView::Stretch);
    _rows->header()->setSectionResizeMode(Key, QHeaderView::ResizeToContents);
    _key = new QKeySequenceEdit(page);
    _key->setObjectName(QStringLiteral("shortcutKey"));
    _key->setAccessibleName(tr("New key"));
    _takeOver = new QPushButton(tr("Use it here"), page);
    _takeOver->setObjectName(QStringLiteral("takeOver"));
    _reset = new QPushButton(tr("Reset"), page);
    _reset->setObjectName(QStringLiteral("resetKey"));
    _reset->setToolTip(tr("The key that this action has at first"));
    auto* resetAll = new QPushButton(tr("Reset all"), page);
    resetAll->setObjectName(QStringLiteral("resetKeys"));
    _clash = new QLabel(page);
    _clash->setWordWrap(true);
    auto* caption = new QLabel(tr("New &key:"), page);
    caption->setBuddy(_key);
    connect(_rows, &QTreeWidget::currentItemChanged, this, &ShortcutsDialog::takeChoice);
    connect(_key, &QKeySequenceEdit::editingFinished, this, &ShortcutsDialog::takeKeys);
    connect(_takeOver, &QPushButton::clicked, this, &ShortcutsDialog::takeOver);
    connect(_reset, &QPushButton::clicked, this, &ShortcutsDialog::reset);
    connect(resetAll, &QPushButton::clicked, this, &ShortcutsDialog::resetAll);
    connect(&_actions, &Actions::keysChanged, this, &ShortcutsDialog::showRows);

    auto* edit = new QHBoxLayout;
    edit->addWidget(caption);
    edit->addWidget(_key, 1);
    edit->addWidget(_reset);
    edit->addWidget(resetAll);
    auto* clash = new QHBoxLayout;
    clash->addWidget(_clash, 1);
    clash->addWidget(_takeOver);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(_rows, 1);
    layout->addLayout(edit);
    layout->addLayout(clash);
    return page;
}

void ShortcutsDialog::showRows() const
{
    for (QTreeWidgetItem* row : _rowOf)
        showRow(*row);
}

void ShortcutsDialog::showRow(QTreeWidgetItem& row) const
{
    const QAction* action = _actions[row.data(What, Qt::UserRole).toString()];
    QFont font = this->font();
    font.setBold(action->shortcuts() != _actions.firstKeys(*action)); // somebody has chosen it
    row.setText(What, _actions.nameOf(*action));
    row.setToolTip(What, action->whatsThis());
    row.setText(Key, textOf(action->shortcuts()));
    row.setFont(Key, font);
}

QAction* ShortcutsDialog::chosen() const
{
    const QTreeWidgetItem* row = _rows->currentItem();
    const QString id = row ? row->data(What, Qt::UserRole).toString() : QString();
    return id.isEmpty() ? nullptr : _actions[id];
}

void ShortcutsDialog::choose(const QString& id)
{
    _rows->setCurrentItem(_rowOf.value(id));
    _key->setFocus();
}

QString ShortcutsDialog::clash() const
{
    return _clash->text();
}

void ShortcutsDialog::sayClash(const QString& sentence, bool canTakeOver)
{
    _clash->setText(sentence);
    _takeOver->setVisible(canTakeOver);
}

void ShortcutsDialog::takeChoice()
{
    const QAction* action = chosen();
    for (QWidget* part : std::initializer_list<QWidget*>{_key, _reset})
        part->setEnabled(action != nullptr);
    _key->setKeySequence(action ? action->shortcut() : QKeySequence());
    sayClash(action ? QString()
                    : tr("Choose an action, then press its new key; Backspace takes its key away."),
             false);
}

void ShortcutsDialog::takeKeys()
{
    QAction* action = chosen();
    const QKeySequence key = _key->keySequence();
    if (!action || key == action->shortcut())
        return;
    if (key == QKeySequence(Qt::Key_Backspace) || key.isEmpty()) {
        _key->clear();
        _actions.setKeys(*action, {});
        sayClash({}, false);
    } else if (const QString fixed = fixedUse(key); !fixed.isEmpty()) {
        sayClash(fixed, false);
    } else if (const QAction* other = _actions.otherWith(key, *action)) {
        sayClash(
            tr("%1 is the key of “%2”.").arg(key.toString(QKeySequence::NativeText), _actions.nameOf(*other)),
            true);
    } else {
        _actions.setKeys(*action, {key});
        sayClash({}, false);
    }
}

void ShortcutsDialog::takeOver()
{
    QAction* action = chosen();
    const QKeySequence key = _key->keySequence();
    if (QAction* other = _actions.otherWith(key, *action)) {
        QList<QKeySequence> rest = other->shortcuts();
        rest.removeAll(key);
        _actions.setKeys(*other, rest);
    }
    _actions.setKeys(*action, {key});
    sayClash({}, false);
}

void ShortcutsDialog::reset()
{
    QAction* action = chosen();
    const QList<QKeySequence> first = _actions.firstKeys(*action);
    for (const QKeySequence& key : first)
        if (const QAction* other = _actions.otherWith(key, *action)) {
            _key->setKeySequence(key);
            sayClash(tr("%1 is the key of “%2” now.")
                         .arg(key.toString(QKeySequence::NativeText), _actions.nameOf(*other)),
                     true);
            return;
        }
    _actions.setKeys(*action, first);
    takeChoice();
}

void ShortcutsDialog::resetAll()
{
    for (QAction* action : _actions.all())
        _actions.setKeys(*action, _actions.firstKeys(*action));
    takeChoice();
}

QWidget* ShortcutsDialog::buildParts()
{
    QString html = QStringLiteral("<table>") + heading(tr("Anywhere in the window"));
    html += row(tr("B"), tr("Held in the single view: the regular picture"));
    html += row(tr("Tab, Shift+Tab"), tr("Go from one control to the next, or back"));
    html += row(tr("Shift+F1"), tr("Explain the control that has the keyboard"));
    html += row(tr("Esc"), tr("Dismiss a message, or end a comparison"));
    html += heading(tr("Canvas"));
    html += row(tr("Wheel"), tr("Zoom at the cursor"));
    html += row(tr("Drag"), tr("Fitted: drag the picture out as a PNG; zoomed in: move it"));
    html += row(tr("Ctrl+drag"), tr("Drag the picture out at any zoom"));
    html += row(tr("Middle button drag"), tr("Move the picture"));
    html += row(tr("Double click"), tr("Fit the picture to the canvas"));
    html += row(
        tr("Arrow keys"),
        tr("Move the picture; in the split view left and right move the divider, in the onion skin the mix"));
    html += row(tr("Shift+arrow keys"), tr("Move the picture, in every view"));
    html += heading(tr("Brush (models with maps)"));
    html += row(tr("Drag, Enter"), tr("Let flips apply here"));
    html += row(tr("Right button drag, Shift+Enter"), tr("Let flips no longer apply here"));
    html += row(tr("[ and ]"), tr("A smaller or a larger brush"));
    html += row(tr("Arrow keys"), tr("Move the brush"));
    html += heading(tr("Latent"));
    html += row(tr("Drag"), tr("Change a number; with Shift finely"));
    html += row(tr("Ctrl+wheel"), tr("Change the number under the cursor"));
    html += row(tr("Double click"), tr("Set it to zero; on the number: type one"));
    html += row(tr("Up, Down"), tr("Choose a number; with Ctrl a page further"));
    html += row(tr("Home, End"), tr("Choose the first or the last"));
    html += row(tr("Left, Right"), tr("Change it; with Shift finely, with Ctrl coarsely"));
    html += row(tr("Page Up, Page Down"), tr("Change it by 1"));
    html += row(tr("Enter"), tr("Type a number"));
    html += row(tr("Delete"), tr("Set it to zero"));
    html += row(tr("L"), tr("Lock it, or let it go"));
    html += heading(tr("Neurons"));
    html += row(tr("Click"), tr("Flip a neuron; click again to release it"));
    html += row(tr("Drag"), tr("Flip all neurons on the way"));
    html += row(tr("Shift+drag"), tr("Select a rectangle"));
    html += row(tr("Ctrl+click"), tr("Add a neuron to the selection, or take it out"));
    html +=
        row(tr("Right click, menu key"), tr("Exact value, on value, release, select the most correlated"));
    html += row(tr("Arrow keys, Home, End"), tr("Go from neuron to neuron; with Shift select"));
    html += row(tr("Ctrl+Left, Ctrl+Right"), tr("Go to the layer before or after"));
    html += row(tr("Enter"), tr("Flip the neuron, or all that are selected"));
    html += row(tr("Plus, Minus"), tr("Set on, set off"));
    html += row(tr("Delete"), tr("Release"));
    html += row(tr("E"), tr("Enlarge the layer, or make it small again"));
    html += row(tr("Z, Ctrl+wheel"), tr("In an enlarged layer: larger cells"));
    html += row(tr("Esc"), tr("Drop the selection, or show all layers again"));
    html += heading(tr("Flips"));
    html += row(tr("Click, Enter"), tr("Go to the neuron"));
    html += row(tr("Click on the cross, Delete"), tr("Release it"));
    html += heading(tr("Gallery"));
    html += row(tr("Double click, Enter"), tr("Go on from a kept picture"));
    html += row(tr("Drag"), tr("Move pictures elsewhere, in your own order"));
    html += row(tr("F2"), tr("Name a picture"));
    html += row(tr("S"), tr("Star it, or take the star away"));
    html += row(tr("Delete"), tr("Delete what is chosen"));
    html += heading(tr("Variations"));
    html += row(tr("Pointer, arrow keys, Home, End"), tr("Show how a picture differs from the present one"));
    html += row(tr("Click, Enter"), tr("Adopt it"));
    html += heading(tr("Breed"));
    html += row(tr("Click"), tr("Choose a child"));
    html += row(tr("Ctrl+click, Space"), tr("Choose one more, or leave it"));
    html += row(tr("Double click, Enter"), tr("Open it in the main window"));
    html += heading(tr("Timeline"));
    html += row(tr("Drag"), tr("Go to a time; a keyframe: move it, with Shift to any time"));
    html += row(tr("Double click, Enter"), tr("Open the keyframe's recipe"));
    html += row(tr("Left, Right, Home, End"), tr("Go from keyframe to keyframe"));
    html += row(tr("Shift+Left, Shift+Right"), tr("Move the playhead"));
    html += row(tr("Ctrl+Left, Ctrl+Right"), tr("Change places with the keyframe before or after"));
    html += row(tr("Delete"), tr("Remove the keyframe"));
    html += heading(tr("Output window"));
    html += row(tr("F11, double click"), tr("Fill the screen, or take that back"));
    html += row(tr("Esc, twice"), tr("Leave full screen"));
    html += heading(tr("Start from a picture"));
    html += row(tr("Drag"), tr("Move the part that is used, or a corner of it"));
    html += row(tr("Wheel, Plus, Minus"), tr("A larger or a smaller part"));
    html += row(tr("Arrow keys"), tr("Move the part; with Shift finely"));
    html += row(tr("Double click, Home"), tr("Take as much as there is"));
    html += QStringLiteral("</table>");

    auto* text = new QTextBrowser(this);
    text->setHtml(html);
    text->setFrameShape(QFrame::NoFrame);
    text->setAccessibleName(tr("Keys and mouse in the parts of the window"));
    return text;
}

} // namespace flipside
