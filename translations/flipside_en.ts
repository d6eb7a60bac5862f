<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>GalleryFacts</name>
    <message numerus="yes">
        <source>%n neuron(s) flipped</source>
        <translation>
            <numerusform>%n neuron flipped</numerusform>
            <numerusform>%n neurons flipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::Canvas</name>
    <message numerus="yes">
        <source>%n neuron(s) woken</source>
        <translation>
            <numerusform>%n neuron woken</numerusform>
            <numerusform>%n neurons woken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n neuron(s) flipped</source>
        <translation>
            <numerusform>%n neuron flipped</numerusform>
            <numerusform>%n neurons flipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::Document</name>
    <message numerus="yes">
        <source>%n neuron(s)</source>
        <translation>
            <numerusform>%n neuron</numerusform>
            <numerusform>%n neurons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::Gallery</name>
    <message numerus="yes">
        <source>Delete %n picture(s)</source>
        <translation>
            <numerusform>Delete %n picture</numerusform>
            <numerusform>Delete %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n picture(s)</source>
        <translation>
            <numerusform>Move %n picture</numerusform>
            <numerusform>Move %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::GalleryDetails</name>
    <message numerus="yes">
        <source>%n picture(s) chosen</source>
        <translation>
            <numerusform>%n picture chosen</numerusform>
            <numerusform>%n pictures chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::NeuronMenu</name>
    <message numerus="yes">
        <source>%n neurons</source>
        <translation>
            <numerusform>%n neuron</numerusform>
            <numerusform>%n neurons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::SeriesExportDialog</name>
    <message numerus="yes">
        <source>Export %n picture(s)</source>
        <translation>
            <numerusform>Export %n picture</numerusform>
            <numerusform>Export %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of these files is there already. Export writes over it; or choose another name.</source>
        <translation>
            <numerusform>%n of these files is there already. Export writes over it; or choose another name.</numerusform>
            <numerusform>%n of these files are there already. Export writes over them; or choose another name.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %n picture(s) to %1</source>
        <translation>
            <numerusform>Exported %n picture to %1</numerusform>
            <numerusform>Exported %n pictures to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::SessionKeeper</name>
    <message numerus="yes">
        <source>Flipside was not closed properly, and nothing is lost: %1, with %n kept picture(s).</source>
        <translation>
            <numerusform>Flipside was not closed properly, and nothing is lost: %1, with %n kept picture.</numerusform>
            <numerusform>Flipside was not closed properly, and nothing is lost: %1, with %n kept pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> %n older session(s) will be offered at the next start.</source>
        <translation>
            <numerusform> %n older session will be offered at the next start.</numerusform>
            <numerusform> %n older sessions will be offered at the next start.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You can go on where you were: %1, with %n kept picture(s).</source>
        <translation>
            <numerusform>You can go on where you were: %1, with %n kept picture.</numerusform>
            <numerusform>You can go on where you were: %1, with %n kept pictures.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::SheetExportDialog</name>
    <message numerus="yes">
        <source>Contact sheet of %n picture(s)</source>
        <translation>
            <numerusform>Contact sheet of %n picture</numerusform>
            <numerusform>Contact sheet of %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::StudyPlot</name>
    <message numerus="yes">
        <source>%n neuron(s)</source>
        <translation>
            <numerusform>%n neuron</numerusform>
            <numerusform>%n neurons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::StudyResultsView</name>
    <message numerus="yes">
        <source>%n neuron(s)</source>
        <translation>
            <numerusform>%n neuron</numerusform>
            <numerusform>%n neurons</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a label needs %n vote(s)</source>
        <translation>
            <numerusform>a label needs %n vote</numerusform>
            <numerusform>a label needs %n votes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::StudyTradeOff</name>
    <message numerus="yes">
        <source>%n neuron(s)</source>
        <translation>
            <numerusform>%n neuron</numerusform>
            <numerusform>%n neurons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::TrainingDialog</name>
    <message numerus="yes">
        <source>%n file(s) could not be read as pictures, or are too small, and were left out: %1</source>
        <translation>
            <numerusform>%n file could not be read as a picture, or is too small, and was left out: %1</numerusform>
            <numerusform>%n files could not be read as pictures, or are too small, and were left out: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::TrainingForm</name>
    <message numerus="yes">
        <source>%n picture(s) of %1 × %2</source>
        <translation>
            <numerusform>%n picture of %1 × %2</numerusform>
            <numerusform>%n pictures of %1 × %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s); some hundreds would teach it more</source>
        <translation>
            <numerusform>%n picture; some hundreds would teach it more</numerusform>
            <numerusform>%n pictures; some hundreds would teach it more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::Unsaved</name>
    <message numerus="yes">
        <source>%n kept picture(s)</source>
        <translation>
            <numerusform>%n kept picture</numerusform>
            <numerusform>%n kept pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keyframe(s) of the film</source>
        <translation>
            <numerusform>%n keyframe of the film</numerusform>
            <numerusform>%n keyframes of the film</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generation(s) of breeding</source>
        <translation>
            <numerusform>%n generation of breeding</numerusform>
            <numerusform>%n generations of breeding</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>flipside::Workspace</name>
    <message numerus="yes">
        <source>Kept: the gallery has %n picture(s)</source>
        <translation>
            <numerusform>Kept: the gallery has %n picture</numerusform>
            <numerusform>Kept: the gallery has %n pictures</numerusform>
        </translation>
    </message>
</context>
</TS>
