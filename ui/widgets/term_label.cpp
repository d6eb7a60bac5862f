// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/term_label.h"

#include "ui/words/glossary.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QEvent>
#include <QFocusEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>
#include <QUrl>
#include <QWhatsThis>

namespace flipside {
namespace {

/// Lends tr() to free functions.
struct TermWords {
    Q_DECLARE_TR_FUNCTIONS(flipside::TermWords)
};

/// Shows a control's tooltip where the keyboard comes to it, and follows the link of its explanation.
class Explainer : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        auto* control = static_cast<QWidget*>(watched);
        if (event->type() == QEvent::FocusIn) {
            const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
            if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason)
                QToolTip::showText(control->mapToGlobal(control->rect().bottomLeft()), control->toolTip(),
                                   control);
        } else if (event->type() == QEvent::FocusOut) {
            QToolTip::hideText();
        } else if (event->type() == QEvent::WhatsThisClicked) {
            return QDesktopServices::openUrl(QUrl(static_cast<QWhatsThisClickedEvent*>(event)->href()));
        }
        return false;
    }
};

Explainer& explainer()
{
    static auto* one = new Explainer(qApp);
    return *one;
}

/// Rich, as only such text is wrapped.
QString wrapped(const QString& sentence)
{
    return QStringLiteral("<p>%1</p>").arg(sentence.toHtmlEscaped());
}

} // namespace

TermLabel::TermLabel(const QString& term, QWidget* parent) : TermLabel({}, {}, term, parent)
{
    if (const Term* known = findTerm(term))
        setWords(known->title, known->symbol);
}

TermLabel::TermLabel(const QString& words, const QString& symbol, const QString& term, QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    explain(*this, term);
    setWords(words, symbol);
}

void TermLabel::setWords(const QString& words, const QString& symbol)
{
    _words = words;
    _symbol = symbol;
    setText(symbol.isEmpty() ? words : words + QLatin1Char(' ') + symbol);
}

QSize TermLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(_words), QLabel::minimumSizeHint().height()};
}

void TermLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    drawFrame(&painter);
    QRect place = contentsRect();
    const auto write = [&](const QString& text, QPalette::ColorRole role) {
        style()->drawItemText(&painter, place, int(Qt::AlignLeft | Qt::AlignVCenter), palette(), isEnabled(),
                              text, role);
        place.setLeft(place.left() + fontMetrics().horizontalAdvance(text));
    };
    write(_symbol.isEmpty() ? _words : _words + QLatin1Char(' '), foregroundRole());
    write(_symbol, QPalette::PlaceholderText);
}

void TermLabel::mousePressEvent(QMouseEvent* event)
{
    QLabel::mousePressEvent(event);
    if (!whatsThis().isEmpty())
        QWhatsThis::showText(mapToGlobal(rect().bottomLeft()), whatsThis(), this);
}

void explain(QWidget& control, const QString& term, const QString& use)
{
    const QString meaning = meaningOf(term);
    control.setToolTip((meaning.isEmpty() ? QString() : wrapped(meaning)) +
                       (use.isEmpty() ? QString() : wrapped(use)));
    control.setAccessibleDescription(use.isEmpty() ? meaning
                                                   : QStringLiteral("%1 %2").arg(meaning, use).trimmed());
    QString balloon = control.toolTip();
    if (!meaning.isEmpty())
        balloon += QStringLiteral("<p><a href=\"%1\">%2</a></p>")
                       .arg(glossaryLink(term), TermWords::tr("More in the glossary"));
    control.setWhatsThis(balloon);
    control.removeEventFilter(&explainer());
    control.installEventFilter(&explainer());
}

} // namespace flipside
