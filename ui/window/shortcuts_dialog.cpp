// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace flipside {
namespace {

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

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard and mouse"));
    QString html = QStringLiteral("<table>") + heading(tr("Keys, anywhere in the window"));
    for (const QAction* action : actions) {
        if (!action->shortcut().isEmpty())
            html += row(action->shortcut().toString(QKeySequence::NativeText), action->whatsThis());
    }
    html += row(tr("B"), tr("Held in the single view: the regular picture"));
    html += row(tr("Tab, Shift+Tab"), tr("Go from one control to the next, or back"));
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
    html += heading(tr("Brush (models with channels)"));
    html += row(tr("Drag, Enter"), tr("Let flips apply here"));
    html += row(tr("Right button drag, Shift+Enter"), tr("Let flips no longer apply here"));
    html += row(tr("[ and ]"), tr("A smaller or a larger brush"));
    html += row(tr("Arrow keys"), tr("Move the brush"));
    html += heading(tr("Latent"));
    html += row(tr("Drag"), tr("Change a dimension; with Shift finely"));
    html += row(tr("Ctrl+wheel"), tr("Change the dimension under the cursor"));
    html += row(tr("Double click"), tr("Set it to zero; on the number: type one"));
    html += row(tr("Up, Down"), tr("Choose a dimension; with Ctrl a page further"));
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
    text->setAccessibleName(windowTitle());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(buttons);
    resize(560, 620);
}

} // namespace flipside
