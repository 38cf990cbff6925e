<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Laufwerk</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1-Datei</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>&amp;Höher</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Niedriger</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>Suchen in:</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Übergeordneter Ordner</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Zum übergeordneten Ordner</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Neuen Ordner erstellen</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Neuen Ordner erstellen</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Als Liste zeigen</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Liste der Orte und Lesezeichen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>Datei&amp;name:</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Dateityp:</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Ordner:</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>S&amp;peichern</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Auswählen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Show </source>
        <translation>Anzeigen </translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Versteckte Dateien anzeigen</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Neuer Ordner</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>Recent Places</source>
        <translation>Zuletzt besucht</translation>
    </message>
    <message>
        <source>Are you sure you want to delete &apos;%1&apos;?</source>
        <translation>&apos;%1&apos; wirklich löschen?</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is write protected.
Do you want to delete it anyway?</source>
        <translation>&apos;%1&apos; ist schreibgeschützt.
Trotzdem löschen?</translation>
    </message>
    <message>
        <source>Could not delete directory.</source>
        <translation>Der Ordner ließ sich nicht löschen.</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 gibt es schon.
Ersetzen?</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Die Datei wurde nicht gefunden.
Stimmt der Name?</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Der Ordner wurde nicht gefunden.
Stimmt der Name?</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Änderungsdatum</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Wieder&amp;herstellen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Einf&amp;ügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ja</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Nein</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Wieder&amp;herstellen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>&amp;Link kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Einf&amp;ügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>RecentFiles</name>
    <message>
        <source>there is no such file any more</source>
        <translation>die Datei gibt es nicht mehr</translation>
    </message>
    <message>
        <source>it is a folder now</source>
        <translation>ist jetzt ein Ordner</translation>
    </message>
    <message>
        <source>you may not read it</source>
        <translation>darf nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>sample</source>
        <translation>Sample</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>Feature</translation>
    </message>
    <message>
        <source>position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>element</source>
        <translation>Element</translation>
    </message>
    <message numerus="yes">
        <source>%1 samples</source>
        <translation>
            <numerusform>%1 Sample</numerusform>
            <numerusform>%1 Samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 channels</source>
        <translation>
            <numerusform>%1 Kanal</numerusform>
            <numerusform>%1 Kanäle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 features</source>
        <translation>
            <numerusform>%1 Feature</numerusform>
            <numerusform>%1 Features</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 positions</source>
        <translation>
            <numerusform>%1 Position</numerusform>
            <numerusform>%1 Positionen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 groups</source>
        <translation>
            <numerusform>%1 Gruppe</numerusform>
            <numerusform>%1 Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 workers</source>
        <translation>
            <numerusform>%1 Worker</numerusform>
            <numerusform>%1 Worker</numerusform>
        </translation>
    </message>
    <message>
        <source>1 sample</source>
        <translation>1 Sample</translation>
    </message>
    <message>
        <source>1 channel</source>
        <translation>1 Kanal</translation>
    </message>
    <message>
        <source>1 feature</source>
        <translation>1 Feature</translation>
    </message>
    <message>
        <source>1 position</source>
        <translation>1 Position</translation>
    </message>
    <message>
        <source>1 group</source>
        <translation>1 Gruppe</translation>
    </message>
    <message>
        <source>1 worker</source>
        <translation>1 Worker</translation>
    </message>
    <message>
        <source>samples %1 to %2</source>
        <translation>Samples %1 bis %2</translation>
    </message>
    <message>
        <source>channels %1 to %2</source>
        <translation>Kanäle %1 bis %2</translation>
    </message>
    <message>
        <source>features %1 to %2</source>
        <translation>Features %1 bis %2</translation>
    </message>
    <message>
        <source>positions %1 to %2</source>
        <translation>Positionen %1 bis %2</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>reduced</source>
        <translation>reduziert</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>geteilt</translation>
    </message>
    <message>
        <source>%1 kept</source>
        <translation>%1 behalten</translation>
    </message>
    <message>
        <source>%1 reduced</source>
        <translation>%1 reduziert</translation>
    </message>
    <message>
        <source>%1 shared</source>
        <translation>%1 geteilt</translation>
    </message>
    <message>
        <source>set</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>all elements</source>
        <translation>alle Elemente</translation>
    </message>
    <message numerus="yes">
        <source>%1 sets</source>
        <translation>
            <numerusform>%1 Menge</numerusform>
            <numerusform>%1 Mengen</numerusform>
        </translation>
    </message>
    <message>
        <source>1 set</source>
        <translation>1 Menge</translation>
    </message>
    <message numerus="yes">
        <source>%1 elements</source>
        <translation>
            <numerusform>%1 Element</numerusform>
            <numerusform>%1 Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>1 element</source>
        <translation>1 Element</translation>
    </message>
    <message>
        <source>no elements</source>
        <translation>keine Elemente</translation>
    </message>
    <message>
        <source>one μ and one σ²</source>
        <translation>einem μ und einem σ²</translation>
    </message>
    <message>
        <source>one mean square</source>
        <translation>einem mittleren Quadrat</translation>
    </message>
    <message>
        <source>one sum of squares</source>
        <translation>einer Quadratsumme</translation>
    </message>
    <message>
        <source>mean square</source>
        <translation>mittleres Quadrat</translation>
    </message>
    <message>
        <source>sum of squares</source>
        <translation>Quadratsumme</translation>
    </message>
    <message numerus="yes">
        <source>%1 sets of %2 elements, each with %3</source>
        <translation>
            <numerusform>%1 Menge aus %2 Elementen, mit %3</numerusform>
            <numerusform>%1 Mengen aus je %2 Elementen mit %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sets of 1 element, each with %2</source>
        <translation>
            <numerusform>%1 Menge aus 1 Element, mit %2</numerusform>
            <numerusform>%1 Mengen aus je 1 Element mit %2</numerusform>
        </translation>
    </message>
    <message>
        <source>1 set of 1 element, with %1</source>
        <translation>1 Menge aus 1 Element, mit %1</translation>
    </message>
    <message>
        <source>1 set of %1 elements, with %2</source>
        <translation>1 Menge aus %1 Elementen, mit %2</translation>
    </message>
    <message>
        <source>1 running pair μ, σ², not computed from x, for 1 element</source>
        <translation>1 gleitendes Paar μ, σ², nicht aus x berechnet, für 1 Element</translation>
    </message>
    <message>
        <source>1 running pair μ, σ², not computed from x, for %1 elements</source>
        <translation>1 gleitendes Paar μ, σ², nicht aus x berechnet, für %1 Elemente</translation>
    </message>
    <message numerus="yes">
        <source>%1 running pairs μ, σ², not computed from x, each for 1 element</source>
        <translation>
            <numerusform>%1 gleitendes Paar μ, σ², nicht aus x berechnet, für 1 Element</numerusform>
            <numerusform>%1 gleitende Paare μ, σ², nicht aus x berechnet, je für 1 Element</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 running pairs μ, σ², not computed from x, each for %2 elements</source>
        <translation>
            <numerusform>%1 gleitendes Paar μ, σ², nicht aus x berechnet, für %2 Elemente</numerusform>
            <numerusform>%1 gleitende Paare μ, σ², nicht aus x berechnet, je für %2 Elemente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sets of %2</source>
        <translation>
            <numerusform>%1 Menge aus %2</numerusform>
            <numerusform>%1 Mengen aus %2</numerusform>
        </translation>
    </message>
    <message>
        <source>1 set of %1</source>
        <translation>1 Menge aus %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 sets NaN or Inf</source>
        <translation>
            <numerusform>%1 Menge NaN oder Inf</numerusform>
            <numerusform>%1 Mengen NaN oder Inf</numerusform>
        </translation>
    </message>
    <message>
        <source>1 set NaN or Inf</source>
        <translation>1 Menge NaN oder Inf</translation>
    </message>
    <message>
        <source>set of x%1: %2</source>
        <translation>Menge von x%1: %2</translation>
    </message>
    <message>
        <source>set (the whole tensor)</source>
        <translation>Menge (der ganze Tensor)</translation>
    </message>
    <message>
        <source>set (%1)</source>
        <translation>Menge (%1)</translation>
    </message>
    <message>
        <source>set %1 (%2)</source>
        <translation>Menge %1 (%2)</translation>
    </message>
    <message>
        <source>set %1</source>
        <translation>Menge %1</translation>
    </message>
    <message>
        <source>no γ, β</source>
        <translation>kein γ, β</translation>
    </message>
    <message>
        <source>one γ, β per %1</source>
        <translation>ein γ, β je %1</translation>
    </message>
    <message>
        <source>one γ per %1</source>
        <translation>ein γ je %1</translation>
    </message>
    <message>
        <source>1 cell = %1</source>
        <translation>1 Zelle = %1</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>bis zu %1</translation>
    </message>
    <message>
        <source>%1 drawn alone</source>
        <translation>%1 allein gezeichnet</translation>
    </message>
    <message>
        <source>%1 of %2 positions of %3</source>
        <translation>%1 von %2 Positionen von %3</translation>
    </message>
    <message>
        <source>last good result</source>
        <translation>letztes gutes Ergebnis</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>means of cells of up to %1 elements</source>
        <translation>Zellmittel über bis zu %1 Elemente</translation>
    </message>
    <message>
        <source>means of cells of %1 elements</source>
        <translation>Zellmittel über %1 Elemente</translation>
    </message>
    <message>
        <source>%1 to %2 and beyond, white at 0</source>
        <translation>%1 bis %2 und darüber, weiß bei 0</translation>
    </message>
    <message>
        <source>%1 to %2 and beyond, grey at 0</source>
        <translation>%1 bis %2 und darüber, grau bei 0</translation>
    </message>
    <message>
        <source>%1 to %2, white at 0</source>
        <translation>%1 bis %2, weiß bei 0</translation>
    </message>
    <message>
        <source>%1 to %2, grey at 0</source>
        <translation>%1 bis %2, grau bei 0</translation>
    </message>
    <message>
        <source>mean of x in each cell</source>
        <translation>Mittel von x in jeder Zelle</translation>
    </message>
    <message>
        <source>mean of y in each cell</source>
        <translation>Mittel von y in jeder Zelle</translation>
    </message>
    <message>
        <source>mean of x̂ (y where γ = 1, β = 0)</source>
        <translation>Mittel von x̂ (y, wo γ = 1, β = 0)</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>not finite in 1 element</source>
        <translation>nicht endlich in 1 Element</translation>
    </message>
    <message numerus="yes">
        <source>not finite in %1 elements</source>
        <translation>
            <numerusform>nicht endlich in %1 Element</numerusform>
            <numerusform>nicht endlich in %1 Elementen</numerusform>
        </translation>
    </message>
    <message>
        <source>‖B − A‖₂ %1, largest %2</source>
        <translation>‖B − A‖₂ %1, größtes %2</translation>
    </message>
    <message>
        <source>mean square %1</source>
        <translation>mittleres Quadrat %1</translation>
    </message>
    <message>
        <source>sum of squares %1</source>
        <translation>Quadratsumme %1</translation>
    </message>
    <message>
        <source>a single element</source>
        <translation>ein einzelnes Element</translation>
    </message>
    <message>
        <source>single elements</source>
        <translation>einzelne Elemente</translation>
    </message>
    <message numerus="yes">
        <source>%1 neighbours</source>
        <translation>
            <numerusform>%1 Nachbar</numerusform>
            <numerusform>%1 Nachbarn</numerusform>
        </translation>
    </message>
    <message>
        <source>one run of %1</source>
        <translation>ein Lauf: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 single elements, %2 apart</source>
        <translation>
            <numerusform>%1 einzelnes Element, Abstand %2</numerusform>
            <numerusform>%1 einzelne Elemente, Abstand %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 runs of %2, %3 apart</source>
        <translation>
            <numerusform>%1 Lauf: %2, Abstand %3</numerusform>
            <numerusform>%1 Läufe: je %2, Abstand %3</numerusform>
        </translation>
    </message>
    <message>
        <source>interleaved</source>
        <translation>verschränkt</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>not centred</source>
        <translation>nicht zentriert</translation>
    </message>
    <message>
        <source>unbiased σ²</source>
        <translation>unverzerrtes σ²</translation>
    </message>
    <message>
        <source>√ at least ε</source>
        <translation>√ mindestens ε</translation>
    </message>
    <message>
        <source>ε outside √</source>
        <translation>ε nach √</translation>
    </message>
    <message>
        <source>ε inside √</source>
        <translation>ε in √</translation>
    </message>
    <message>
        <source>cumulative average</source>
        <translation>kumulatives Mittel</translation>
    </message>
    <message>
        <source>momentum %1 as in %2</source>
        <translation>Momentum %1 wie in %2</translation>
    </message>
    <message>
        <source>momentum %1</source>
        <translation>Momentum %1</translation>
    </message>
    <message>
        <source>no γ and β</source>
        <translation>kein γ und β</translation>
    </message>
    <message>
        <source>γ and β per %1</source>
        <translation>γ und β je %1</translation>
    </message>
    <message>
        <source>γ per %1</source>
        <translation>γ je %1</translation>
    </message>
    <message>
        <source>with β</source>
        <translation>mit β</translation>
    </message>
    <message>
        <source>without β</source>
        <translation>ohne β</translation>
    </message>
    <message>
        <source>no norm</source>
        <translation>keine Norm</translation>
    </message>
    <message>
        <source>the paper&apos;s: %1</source>
        <translation>des Papers: %1</translation>
    </message>
    <message>
        <source>the frameworks&apos; default: %1</source>
        <translation>Vorgabe der Frameworks: %1</translation>
    </message>
    <message>
        <source>G = %1: the same function as %2</source>
        <translation>G = %1: dieselbe Funktion wie %2</translation>
    </message>
    <message>
        <source>G = %1: the sets of %2; γ and β are %3 here, %4 there</source>
        <translation>G = %1: die Mengen von %2; γ und β hier %3, dort %4</translation>
    </message>
    <message>
        <source>per channel</source>
        <translation>je Kanal</translation>
    </message>
    <message>
        <source>per element</source>
        <translation>je Element</translation>
    </message>
    <message>
        <source>per group</source>
        <translation>je Gruppe</translation>
    </message>
    <message>
        <source>per %1</source>
        <translation>je %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>the sets of %1</source>
        <translation>die Mengen von %1</translation>
    </message>
    <message>
        <source>the same function as %1</source>
        <translation>dieselbe Funktion wie %1</translation>
    </message>
    <message>
        <source>one mean and variance per channel, over the batch and all positions</source>
        <translation>ein Mittelwert und eine Varianz je Kanal, über den Batch und alle Positionen</translation>
    </message>
    <message>
        <source>one mean and variance per sample, over all other axes or those of over=</source>
        <translation>ein Mittelwert und eine Varianz je Sample, über alle anderen Achsen oder die von over=</translation>
    </message>
    <message>
        <source>one mean and variance per sample and channel, over all positions</source>
        <translation>ein Mittelwert und eine Varianz je Sample und Kanal, über alle Positionen</translation>
    </message>
    <message>
        <source>one mean and variance per sample and group of adjacent channels</source>
        <translation>ein Mittelwert und eine Varianz je Sample und Gruppe benachbarter Kanäle</translation>
    </message>
    <message>
        <source>divides by the root mean square over the channel axis or those of over=; no mean</source>
        <translation>teilt durch das quadratische Mittel über die Kanalachse oder die von over=; ohne Mittelwert</translation>
    </message>
    <message>
        <source>divides by the root of the sum of squares over the channel axis or those of over=; no mean</source>
        <translation>teilt durch die Wurzel der Quadratsumme über die Kanalachse oder die von over=; ohne Mittelwert</translation>
    </message>
    <message>
        <source>any set of reduced axes</source>
        <translation>beliebige reduzierte Achsen</translation>
    </message>
    <message>
        <source>standard normal numbers: a first look at every norm, and GroupNorm against both readings of LayerNorm</source>
        <translation>standardnormalverteilte Zahlen: ein erster Blick auf jede Norm, und GroupNorm gegen beide Lesarten von LayerNorm</translation>
    </message>
    <message>
        <source>standard normal numbers of the size of a batch of images: how small n/(n-1) is, batch statistics against the batch size</source>
        <translation>standardnormalverteilte Zahlen in der Größe eines Batches aus Bildern: wie klein n/(n-1) ist, Statistik des Batches gegen die Batchgröße</translation>
    </message>
    <message>
        <source>a batch of sequences, every feature with a mean of its own: BatchNorm takes those means away, LayerNorm keeps them</source>
        <translation>ein Batch aus Sequenzen, jedes Feature mit eigenem Mittelwert: BatchNorm nimmt diese Mittelwerte weg, LayerNorm behält sie</translation>
    </message>
    <message>
        <source>colours, blur and edges of a photograph of a cat: channels of very different mean and spread, and neighbours that are alike</source>
        <translation>Farben, Unschärfe und Kanten des Fotos einer Katze: Kanäle mit sehr verschiedenem Mittelwert und verschiedener Streuung, und Nachbarn, die sich gleichen</translation>
    </message>
    <message>
        <source>mean 10000, standard deviation 1: the digits that E[x^2] - E[x]^2 loses in float32</source>
        <translation>Mittelwert 10000, Standardabweichung 1: die Stellen, die E[x^2] - E[x]^2 in float32 verliert</translation>
    </message>
    <message>
        <source>normal numbers with one NaN, at [1, 2, 3, 4]: it must poison its own set and no other</source>
        <translation>normalverteilte Zahlen mit einem NaN, bei [1, 2, 3, 4]: es darf nur seine eigene Menge vergiften</translation>
    </message>
    <message>
        <source>handwritten digits, many samples of one channel: how far the mean of a small batch lies from that of all</source>
        <translation>handgeschriebene Ziffern, viele Samples mit einem Kanal: wie weit der Mittelwert eines kleinen Batches von dem aller liegt</translation>
    </message>
    <message>
        <source>the digits with blur and edges as channels: what a norm meets inside a network, with many samples</source>
        <translation>die Ziffern mit Unschärfe und Kanten als Kanälen: was einer Norm im Inneren eines Netzes begegnet, mit vielen Samples</translation>
    </message>
    <message>
        <source>Nothing has been computed yet.</source>
        <translation>Noch ist nichts berechnet.</translation>
    </message>
    <message>
        <source>There is no norm to draw.</source>
        <translation>Es gibt keine Norm zu zeichnen.</translation>
    </message>
    <message>
        <source>There is no finite value to draw.</source>
        <translation>Es gibt keinen endlichen Wert zu zeichnen.</translation>
    </message>
    <message>
        <source>There is no finite value to draw: %1.</source>
        <translation>Es gibt keinen endlichen Wert zu zeichnen: %1.</translation>
    </message>
    <message>
        <source>The tensor has no values: give every axis an extent of 1 or more.</source>
        <translation>Der Tensor hat keine Werte: jeder Achse eine Länge von 1 oder mehr geben.</translation>
    </message>
    <message>
        <source>The tensor has no sets: give every axis an extent of 1 or more.</source>
        <translation>Der Tensor hat keine Mengen: jeder Achse eine Länge von 1 oder mehr geben.</translation>
    </message>
    <message>
        <source>The sets have no elements: give every axis an extent of 1 or more.</source>
        <translation>Die Mengen haben keine Elemente: jeder Achse eine Länge von 1 oder mehr geben.</translation>
    </message>
    <message>
        <source>There are no channels: give that axis an extent of 1 or more.</source>
        <translation>Es gibt keine Kanäle: dieser Achse eine Länge von 1 oder mehr geben.</translation>
    </message>
    <message>
        <source>The values are too large to be drawn: copy the numbers instead.</source>
        <translation>Die Werte sind zu groß zum Zeichnen: stattdessen die Zahlen kopieren.</translation>
    </message>
    <message>
        <source>The values are too close together to be drawn: copy the numbers instead.</source>
        <translation>Die Werte liegen zum Zeichnen zu dicht beieinander: stattdessen die Zahlen kopieren.</translation>
    </message>
    <message>
        <source>Mean and standard deviation of each set</source>
        <translation>Mittelwert und Streuung jeder Menge</translation>
    </message>
    <message>
        <source>Mean and std of each set</source>
        <translation>μ und σ jeder Menge</translation>
    </message>
    <message>
        <source>Root mean square of each set</source>
        <translation>RMS jeder Menge</translation>
    </message>
    <message>
        <source>Running mean and std of each set</source>
        <translation>Gleitendes μ und σ jeder Menge</translation>
    </message>
    <message>
        <source>Mean and std, or RMS, of each set</source>
        <translation>μ und σ, oder RMS, jeder Menge</translation>
    </message>
    <message>
        <source>mean ± std, or root mean square</source>
        <translation>μ ± σ, oder quadratisches Mittel</translation>
    </message>
    <message>
        <source>mean ± std</source>
        <translation>Mittelwert ± σ</translation>
    </message>
    <message>
        <source>root mean square</source>
        <translation>quadratisches Mittel</translation>
    </message>
    <message>
        <source>μ ± σ or RMS</source>
        <translation>μ ± σ oder RMS</translation>
    </message>
    <message>
        <source>sets of each norm</source>
        <translation>Mengen jeder Norm</translation>
    </message>
    <message>
        <source>not from x</source>
        <translation>nicht aus x</translation>
    </message>
    <message>
        <source>shade: range</source>
        <translation>Schatten: Bereich</translation>
    </message>
    <message>
        <source>%1 of 1 set NaN or Inf</source>
        <translation>%1 von 1 Menge NaN oder Inf</translation>
    </message>
    <message>
        <source>%1 of %2 sets NaN or Inf</source>
        <translation>%1 von %2 Mengen NaN oder Inf</translation>
    </message>
    <message>
        <source>%1 with NaN or Inf</source>
        <translation>%1 mit NaN oder Inf</translation>
    </message>
    <message>
        <source>%1 NaN or Inf</source>
        <translation>%1 NaN oder Inf</translation>
    </message>
    <message>
        <source>1 mark = %1</source>
        <translation>1 Punkt = %1</translation>
    </message>
    <message>
        <source>Histogram of the weight</source>
        <translation>Histogramm des Gewichts</translation>
    </message>
    <message>
        <source>Histogram of y − what is declared</source>
        <translation>Histogramm: y − Angegebenes</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>Histogramm von %1</translation>
    </message>
    <message>
        <source>value of the weight</source>
        <translation>Wert des Gewichts</translation>
    </message>
    <message>
        <source>value of y − what is declared</source>
        <translation>Wert von y − Angegebenes</translation>
    </message>
    <message>
        <source>value of %1</source>
        <translation>Wert von %1</translation>
    </message>
    <message>
        <source>density (share per unit of the weight)</source>
        <translation>Dichte (Anteil je Einheit des Gewichts)</translation>
    </message>
    <message>
        <source>density (share per unit of y − what is declared)</source>
        <translation>Dichte (Anteil je Einheit der Differenz)</translation>
    </message>
    <message>
        <source>density (share per unit of %1)</source>
        <translation>Dichte (Anteil je Einheit von %1)</translation>
    </message>
    <message>
        <source>density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>grey: tensor</source>
        <translation>grau: Tensor</translation>
    </message>
    <message>
        <source>blue: set %1, up to %2</source>
        <translation>blau: Menge %1, bis %2</translation>
    </message>
    <message>
        <source>blue: set, up to %1</source>
        <translation>blau: Menge, bis %1</translation>
    </message>
    <message>
        <source>blue: set %1</source>
        <translation>blau: Menge %1</translation>
    </message>
    <message>
        <source>blue: set</source>
        <translation>blau: Menge</translation>
    </message>
    <message>
        <source>density %1, 1 element</source>
        <translation>Dichte %1, 1 Element</translation>
    </message>
    <message numerus="yes">
        <source>density %1, %2 elements</source>
        <translation>
            <numerusform>Dichte %1, %2 Elemente</numerusform>
            <numerusform>Dichte %1, %2 Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>tensor: %1</source>
        <translation>Tensor: %1</translation>
    </message>
    <message>
        <source>%1 from %2 to %3</source>
        <translation>%1 von %2 bis %3</translation>
    </message>
    <message>
        <source>mean %1, std %2</source>
        <translation>Mittelwert %1, σ %2</translation>
    </message>
    <message>
        <source>root mean square %1</source>
        <translation>quadratisches Mittel %1</translation>
    </message>
    <message>
        <source>mean %1 → %2</source>
        <translation>Mittelwert %1 → %2</translation>
    </message>
    <message>
        <source>variance %1 → %2</source>
        <translation>Varianz %1 → %2</translation>
    </message>
    <message>
        <source>Running statistics</source>
        <translation>Gleitende Statistik</translation>
    </message>
    <message>
        <source>mean, variance</source>
        <translation>Mittelwert, Varianz</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>variance</source>
        <translation>Varianz</translation>
    </message>
    <message>
        <source>evaluation reads them, unchanged</source>
        <translation>die Auswertung liest sie, unverändert</translation>
    </message>
    <message>
        <source>hollow: before</source>
        <translation>hohl: vorher</translation>
    </message>
    <message>
        <source>filled: after</source>
        <translation>voll: nachher</translation>
    </message>
    <message>
        <source>%1 keeps none: training and evaluation are the same.</source>
        <translation>%1 hat keine: Training und Auswertung sind gleich.</translation>
    </message>
    <message>
        <source>%1 keeps none unless it is given some to update.</source>
        <translation>%1 hat keine, wenn man ihr keine gibt.</translation>
    </message>
    <message>
        <source>Weight γ and bias β</source>
        <translation>Gewicht γ und Bias β</translation>
    </message>
    <message>
        <source>γ and β</source>
        <translation>γ und β</translation>
    </message>
    <message>
        <source>None are given: γ is 1 and β is 0 everywhere.</source>
        <translation>Keine sind gegeben: γ ist überall 1 und β 0.</translation>
    </message>
    <message>
        <source>γ = 1 + weight</source>
        <translation>γ = 1 + Gewicht</translation>
    </message>
    <message>
        <source>Validation error against batch size</source>
        <translation>Validierungsfehler gegen Batchgröße</translation>
    </message>
    <message>
        <source>Training loss, N = %1</source>
        <translation>Trainings-Loss, N = %1</translation>
    </message>
    <message>
        <source>Validation error, N = %1</source>
        <translation>Validierungsfehler, N = %1</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainings-Loss</translation>
    </message>
    <message>
        <source>Validation error</source>
        <translation>Validierungsfehler</translation>
    </message>
    <message numerus="yes">
        <source>%1 seeds, mean and range</source>
        <translation>
            <numerusform>%1 Seed, Mittel und Bereich</numerusform>
            <numerusform>%1 Seeds, Mittel und Bereich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 seeds</source>
        <translation>
            <numerusform>%1 Seed</numerusform>
            <numerusform>%1 Seeds</numerusform>
        </translation>
    </message>
    <message>
        <source>1 seed</source>
        <translation>1 Seed</translation>
    </message>
    <message numerus="yes">
        <source>%1 epochs</source>
        <translation>
            <numerusform>%1 Epoche</numerusform>
            <numerusform>%1 Epochen</numerusform>
        </translation>
    </message>
    <message>
        <source>1 epoch</source>
        <translation>1 Epoche</translation>
    </message>
    <message numerus="yes">
        <source>%1 draws, mean and the middle four fifths</source>
        <translation>
            <numerusform>%1 Ziehung, Mittel und die mittleren vier Fünftel</numerusform>
            <numerusform>%1 Ziehungen, Mittel und die mittleren vier Fünftel</numerusform>
        </translation>
    </message>
    <message>
        <source>1 draw, mean and the middle four fifths</source>
        <translation>1 Ziehung, Mittel und die mittleren vier Fünftel</translation>
    </message>
    <message numerus="yes">
        <source>%1 draws</source>
        <translation>
            <numerusform>%1 Ziehung</numerusform>
            <numerusform>%1 Ziehungen</numerusform>
        </translation>
    </message>
    <message>
        <source>1 draw</source>
        <translation>1 Ziehung</translation>
    </message>
    <message>
        <source>batches of one class</source>
        <translation>Batches aus einer Klasse</translation>
    </message>
    <message>
        <source>shuffled batches</source>
        <translation>gemischte Batches</translation>
    </message>
    <message>
        <source>last stage %1</source>
        <translation>letzte Stufe %1</translation>
    </message>
    <message>
        <source>samples in a batch</source>
        <translation>Samples im Batch</translation>
    </message>
    <message>
        <source>error in %</source>
        <translation>Fehler in %</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>%1 samples a batch</source>
        <translation>%1 Samples je Batch</translation>
    </message>
    <message>
        <source>samples a batch</source>
        <translation>Samples je Batch</translation>
    </message>
    <message>
        <source>%1 batches fed</source>
        <translation>nach %1 Batches</translation>
    </message>
    <message>
        <source>batches fed</source>
        <translation>gezeigte Batches</translation>
    </message>
    <message>
        <source>values behind each μ of %1 at the last stage</source>
        <translation>Werte hinter jedem μ von %1 in der letzten Stufe</translation>
    </message>
    <message>
        <source>%1 in the paper (ImageNet)</source>
        <translation>%1 im Paper (ImageNet)</translation>
    </message>
    <message>
        <source>as 1/√N</source>
        <translation>wie 1/√N</translation>
    </message>
    <message>
        <source>How far y of a batch is from that of all samples</source>
        <translation>Wie weit y eines Batches von dem aller Samples ist</translation>
    </message>
    <message>
        <source>How far the mean of a batch is from that of all samples</source>
        <translation>Wie weit der Mittelwert eines Batches von dem aller Samples ist</translation>
    </message>
    <message>
        <source>How far the variance of a batch is from that of all samples</source>
        <translation>Wie weit die Varianz eines Batches von der aller Samples ist</translation>
    </message>
    <message>
        <source>y of a batch against all samples</source>
        <translation>y im Batch gegen alle Samples</translation>
    </message>
    <message>
        <source>Mean of a batch against all samples</source>
        <translation>μ im Batch gegen alle Samples</translation>
    </message>
    <message>
        <source>Variance of a batch against all samples</source>
        <translation>σ² im Batch gegen alle Samples</translation>
    </message>
    <message>
        <source>distance of y (root mean square)</source>
        <translation>Abstand von y (quadr. Mittel)</translation>
    </message>
    <message>
        <source>distance of μ, in σ of all samples</source>
        <translation>Abstand von μ, in σ aller Samples</translation>
    </message>
    <message>
        <source>distance of σ², in parts of it</source>
        <translation>Abstand von σ², in Teilen davon</translation>
    </message>
    <message>
        <source>Running mean</source>
        <translation>Gleitender Mittelwert</translation>
    </message>
    <message>
        <source>Running variance</source>
        <translation>Gleitende Varianz</translation>
    </message>
    <message>
        <source>running mean</source>
        <translation>gleitender Mittelwert</translation>
    </message>
    <message>
        <source>running variance</source>
        <translation>gleitende Varianz</translation>
    </message>
    <message>
        <source>batches of %1</source>
        <translation>Batches aus %1</translation>
    </message>
    <message>
        <source>of the batch</source>
        <translation>des Batches</translation>
    </message>
    <message>
        <source>of all samples</source>
        <translation>aller Samples</translation>
    </message>
    <message numerus="yes">
        <source>after %1 batches</source>
        <translation>
            <numerusform>nach %1 Batch</numerusform>
            <numerusform>nach %1 Batches</numerusform>
        </translation>
    </message>
    <message>
        <source>after 1 batch</source>
        <translation>nach 1 Batch</translation>
    </message>
    <message>
        <source>y of one batch, training against evaluation</source>
        <translation>y eines Batches, Training gegen Auswertung</translation>
    </message>
    <message>
        <source>y, training and evaluation</source>
        <translation>y, Training und Auswertung</translation>
    </message>
    <message>
        <source>batch %1, counted from 0</source>
        <translation>Batch %1, gezählt ab 0</translation>
    </message>
    <message>
        <source>No network has been trained yet.</source>
        <translation>Noch ist kein Netz trainiert.</translation>
    </message>
    <message>
        <source>No epoch of this batch size is done yet.</source>
        <translation>Noch ist keine Epoche dieser Batchgröße fertig.</translation>
    </message>
    <message>
        <source>No batch has been drawn yet.</source>
        <translation>Noch ist kein Batch gezogen.</translation>
    </message>
    <message>
        <source>Nothing is trained yet: press Start.</source>
        <translation>Noch ist nichts trainiert: Start drücken.</translation>
    </message>
    <message>
        <source>Refused: see above.</source>
        <translation>Abgelehnt: siehe oben.</translation>
    </message>
    <message>
        <source>drawing…</source>
        <translation>wird gezogen…</translation>
    </message>
    <message>
        <source>feeding batches…</source>
        <translation>Batches laufen…</translation>
    </message>
    <message>
        <source>sample %1</source>
        <translation>Sample %1</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>Kanal %1</translation>
    </message>
    <message>
        <source>feature %1</source>
        <translation>Feature %1</translation>
    </message>
    <message>
        <source>position %1</source>
        <translation>Position %1</translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>Gruppe %1</translation>
    </message>
    <message>
        <source>worker %1</source>
        <translation>Worker %1</translation>
    </message>
    <message>
        <source>depth %1</source>
        <translation>Tiefe %1</translation>
    </message>
    <message>
        <source>height %1</source>
        <translation>Höhe %1</translation>
    </message>
    <message>
        <source>width %1</source>
        <translation>Breite %1</translation>
    </message>
    <message>
        <source>time %1</source>
        <translation>Zeit %1</translation>
    </message>
    <message>
        <source> over </source>
        <translation> über </translation>
    </message>
    <message>
        <source>of before</source>
        <translation>von vorher</translation>
    </message>
    <message>
        <source>for every shape</source>
        <translation>für jede Form</translation>
    </message>
    <message>
        <source>for no shape: that would need %1</source>
        <translation>für keine Form: dazu müsste gelten: %1</translation>
    </message>
    <message>
        <source>for no shape</source>
        <translation>für keine Form</translation>
    </message>
    <message>
        <source>only where %1</source>
        <translation>nur wo %1</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1 (%2 bis %3)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <translation>%1 über %2</translation>
    </message>
    <message>
        <source>momentum %1 (PyTorch: weight of the new batch) = %2 (weight of the old value) in ONNX and TensorFlow/Keras</source>
        <translation>Momentum %1 (PyTorch: Gewicht des neuen Batches) = %2 (Gewicht des alten Werts) in ONNX und TensorFlow/Keras</translation>
    </message>
    <message>
        <source>momentum none: the cumulative average of all batches; ONNX and TensorFlow/Keras have no counterpart</source>
        <translation>Momentum keins: das kumulative Mittel aller Batches; ONNX und TensorFlow/Keras haben kein Gegenstück</translation>
    </message>
    <message>
        <source>eps %1: the default of Keras is %2</source>
        <translation>eps %1: die Vorgabe von Keras ist %2</translation>
    </message>
    <message>
        <source>ONNX GroupNormalization has one per group in opset 18, one per channel from opset 21 on</source>
        <translation>ONNX GroupNormalization hat in Opset 18 eines je Gruppe, ab Opset 21 eines je Kanal</translation>
    </message>
    <message>
        <source>running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, %1 of PyTorch&apos;s unbiased one</source>
        <translation>running_var: ONNX, Keras 3 und Flax nehmen die verzerrte Varianz des Batches, %1 der unverzerrten von PyTorch</translation>
    </message>
    <message>
        <source>running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, 0 for one element; PyTorch&apos;s unbiased one is undefined</source>
        <translation>running_var: ONNX, Keras 3 und Flax nehmen die verzerrte Varianz des Batches, 0 bei einem Element; die unverzerrte von PyTorch ist undefiniert</translation>
    </message>
    <message>
        <source>this batch makes running_var[%1] %2 here, %3 in ONNX (biased)</source>
        <translation>dieser Batch: running_var[%1] wird %2, in ONNX %3</translation>
    </message>
    <message>
        <source>reference, CPU, double precision</source>
        <translation>Referenz, CPU, doppelte Genauigkeit</translation>
    </message>
    <message>
        <source>the same %1</source>
        <translation>dasselbe %1</translation>
    </message>
    <message>
        <source>set %1 (%2): %3</source>
        <translation>Menge %1 (%2): %3</translation>
    </message>
    <message>
        <source>set %1: %2</source>
        <translation>Menge %1: %2</translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation>%1 oder %2</translation>
    </message>
    <message>
        <source>its name holds &quot;%1&quot;, as of a transformer</source>
        <translation>der Name enthält &quot;%1&quot;, wie bei einem Transformer</translation>
    </message>
    <message>
        <source>its last axis, %1, is a multiple of 16, as features are</source>
        <translation>die letzte Achse, %1, ist ein Vielfaches von 16, wie bei Features</translation>
    </message>
    <message>
        <source>three axes, as PyTorch&apos;s convolutions of signals have them</source>
        <translation>drei Achsen, wie bei Faltungen von Signalen in PyTorch</translation>
    </message>
    <message>
        <source>its last axis has 1 position, as grey has</source>
        <translation>die letzte Achse hat 1 Position, wie bei Grau</translation>
    </message>
    <message>
        <source>its last axis has %1 positions, as colours have</source>
        <translation>die letzte Achse hat %1 Positionen, wie bei Farben</translation>
    </message>
    <message>
        <source>its two middle axes are of one length, as height and width often are</source>
        <translation>die beiden mittleren Achsen sind gleich lang, wie oft Höhe und Breite</translation>
    </message>
    <message>
        <source>four axes, as PyTorch&apos;s convolutions have them</source>
        <translation>vier Achsen, wie bei Faltungen in PyTorch</translation>
    </message>
    <message>
        <source>its last axis is as short as colours are</source>
        <translation>die letzte Achse ist so kurz wie bei Farben</translation>
    </message>
    <message>
        <source>five axes, as PyTorch&apos;s convolutions of volumes have them</source>
        <translation>fünf Achsen, wie bei Faltungen von Volumen in PyTorch</translation>
    </message>
    <message>
        <source>the slice %1 leaves %2 of %3</source>
        <translation>der Ausschnitt %1 lässt von %3 nur %2</translation>
    </message>
</context>
<context>
    <name>normscope</name>
    <message>
        <source>%1 already exists. Replace it?</source>
        <translation>%1 gibt es schon. Ersetzen?</translation>
    </message>
    <message>
        <source>Statistics of the sets</source>
        <translation>Statistik der Mengen</translation>
    </message>
    <message>
        <source>Histogram of x</source>
        <translation>Histogramm von x</translation>
    </message>
    <message>
        <source>Histogram of y</source>
        <translation>Histogramm von y</translation>
    </message>
    <message>
        <source>Weight γ and bias β</source>
        <translation>Gewicht γ und Bias β</translation>
    </message>
    <message>
        <source>Running statistics</source>
        <translation>Gleitende Statistik</translation>
    </message>
    <message>
        <source>statistics of the sets</source>
        <translation>Statistik der Mengen</translation>
    </message>
    <message>
        <source>histogram of x</source>
        <translation>Histogramm von x</translation>
    </message>
    <message>
        <source>histogram of y</source>
        <translation>Histogramm von y</translation>
    </message>
    <message>
        <source>weight γ and bias β</source>
        <translation>Gewicht γ und Bias β</translation>
    </message>
    <message>
        <source>running statistics</source>
        <translation>gleitende Statistik</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>dieselbe</translation>
    </message>
    <message>
        <source>as declared</source>
        <translation>wie angegeben</translation>
    </message>
    <message>
        <source>γ, it seems</source>
        <translation>wohl γ</translation>
    </message>
    <message>
        <source>γ − 1, it seems</source>
        <translation>wohl γ − 1</translation>
    </message>
    <message>
        <source>can’t be told</source>
        <translation>unentscheidbar</translation>
    </message>
    <message>
        <source>, %1 groups</source>
        <translation>, %1 Gruppen</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Declared</source>
        <translation>Angegeben</translation>
    </message>
    <message>
        <source>What the model says that the layer is</source>
        <translation>Was die Schicht nach Angabe des Modells ist</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>The norm that turns the recorded x into the recorded y</source>
        <translation>Die Norm, die aus dem aufgezeichneten x das aufgezeichnete y macht</translation>
    </message>
    <message>
        <source>Largest error</source>
        <translation>Größter Fehler</translation>
    </message>
    <message>
        <source>The largest difference of the recorded y from that norm’s</source>
        <translation>Die größte Differenz des aufgezeichneten y von dem jener Norm</translation>
    </message>
    <message>
        <source>Bound</source>
        <translation>Schranke</translation>
    </message>
    <message>
        <source>How large a difference rounding explains</source>
        <translation>Wie große Differenzen das Runden erklärt</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>By its name and its tensors, and the config.json beside the file</source>
        <translation>Nach ihrem Namen und ihren Tensoren, und der config.json neben der Datei</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Least γ</source>
        <translation>γ min</translation>
    </message>
    <message>
        <source>Of the weight, as the file keeps it</source>
        <translation>Vom Gewicht, wie es in der Datei steht</translation>
    </message>
    <message>
        <source>Largest γ</source>
        <translation>γ max</translation>
    </message>
    <message>
        <source>Mean γ</source>
        <translation>γ Mittel</translation>
    </message>
    <message>
        <source>Kept is</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>γ itself, or γ − 1, as a guess; the reason stands below once the layer is chosen</source>
        <translation>γ selbst oder γ − 1, geschätzt; der Grund steht unten, sobald die Schicht gewählt ist</translation>
    </message>
    <message>
        <source>What is odd</source>
        <translation>Auffälliges</translation>
    </message>
    <message>
        <source>%1, call %2</source>
        <translation>%1, Aufruf %2</translation>
    </message>
    <message>
        <source>, training</source>
        <translation>, Training</translation>
    </message>
    <message>
        <source>, evaluation</source>
        <translation>, Auswertung</translation>
    </message>
    <message>
        <source>against the other: %1</source>
        <translation>gegen die andere: %1</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>not as declared, or odd</source>
        <translation>nicht wie angegeben, oder auffällig</translation>
    </message>
    <message>
        <source>worth knowing</source>
        <translation>wissenswert</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>noch nicht geprüft</translation>
    </message>
    <message>
        <source>nothing wrong</source>
        <translation>alles in Ordnung</translation>
    </message>
    <message>
        <source>&amp;Cube</source>
        <translation>&amp;Würfel</translation>
    </message>
    <message>
        <source>Cube</source>
        <translation>Würfel</translation>
    </message>
    <message>
        <source>The tensor as a box of cells</source>
        <translation>Der Tensor als Kasten aus Zellen</translation>
    </message>
    <message>
        <source>Feature &amp;maps</source>
        <translation>Feature-&amp;Maps</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>Maps</translation>
    </message>
    <message>
        <source>Feature maps: one picture for each sample and channel</source>
        <translation>Feature-Maps: ein Bild je Sample und Kanal</translation>
    </message>
    <message>
        <source>Mo&amp;del</source>
        <translation>M&amp;odell</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model: every norm of a recorded run, checked, or of a checkpoint</source>
        <translation>Modell: jede Norm eines aufgezeichneten Laufs, geprüft, oder eines Checkpoints</translation>
    </message>
    <message>
        <source>Laborator&amp;y</source>
        <translation>&amp;Labor</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Labor</translation>
    </message>
    <message>
        <source>Laboratory: small batches, running statistics and training, measured here</source>
        <translation>Labor: kleine Batches, gleitende Statistik und Training, hier gemessen</translation>
    </message>
    <message>
        <source>Batch %1</source>
        <translation>Batch %1</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation>Kanal %1</translation>
    </message>
    <message>
        <source>Feature %1</source>
        <translation>Feature %1</translation>
    </message>
    <message>
        <source>Height %1</source>
        <translation>Höhe %1</translation>
    </message>
    <message>
        <source>Width %1</source>
        <translation>Breite %1</translation>
    </message>
    <message>
        <source>Depth %1</source>
        <translation>Tiefe %1</translation>
    </message>
    <message>
        <source>Length %1</source>
        <translation>Länge %1</translation>
    </message>
    <message>
        <source>Time %1</source>
        <translation>Zeit %1</translation>
    </message>
    <message>
        <source>Axis %1</source>
        <translation>Achse %1</translation>
    </message>
    <message>
        <source>not possible now</source>
        <translation>jetzt nicht möglich</translation>
    </message>
    <message>
        <source>Select x[%1]</source>
        <translation>x[%1] auswählen</translation>
    </message>
    <message>
        <source>Element</source>
        <translation>Element</translation>
    </message>
    <message>
        <source>&amp;Which norm turned x into y…</source>
        <translation>&amp;Welche Norm machte aus x y…</translation>
    </message>
    <message>
        <source>Which norm turned x into y?</source>
        <translation>Welche Norm machte aus x y?</translation>
    </message>
    <message>
        <source>&amp;Compare two norms…</source>
        <translation>Zwei Normen &amp;vergleichen…</translation>
    </message>
    <message>
        <source>Compare two norms</source>
        <translation>Zwei Normen vergleichen</translation>
    </message>
    <message>
        <source>Which are the &amp;same…</source>
        <translation>Welche &amp;sind gleich…</translation>
    </message>
    <message>
        <source>Which norms are the same?</source>
        <translation>Welche Normen sind gleich?</translation>
    </message>
    <message>
        <source>This norm in c&amp;ode…</source>
        <translation>Diese Norm als &amp;Code…</translation>
    </message>
    <message>
        <source>This norm in code</source>
        <translation>Diese Norm als Code</translation>
    </message>
    <message>
        <source>&amp;Elements of the set…</source>
        <translation>Elemente der Men&amp;ge…</translation>
    </message>
    <message>
        <source>Elements of the set</source>
        <translation>Elemente der Menge</translation>
    </message>
    <message>
        <source>&amp;Tensors in the file…</source>
        <translation>&amp;Tensoren der Datei…</translation>
    </message>
    <message>
        <source>Tensors in the file</source>
        <translation>Tensoren der Datei</translation>
    </message>
    <message>
        <source>&amp;Help…</source>
        <translation>&amp;Hilfe…</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open s&amp;ample</source>
        <translation>&amp;Beispiel öffnen</translation>
    </message>
    <message>
        <source>&amp;Export cube…</source>
        <translation>&amp;Würfel exportieren…</translation>
    </message>
    <message>
        <source>Export &amp;plot</source>
        <translation>&amp;Diagramm exportieren</translation>
    </message>
    <message>
        <source>Export plot of the &amp;laboratory…</source>
        <translation>Diagramm des &amp;Labors exportieren…</translation>
    </message>
    <message>
        <source>Save sessio&amp;n…</source>
        <translation>&amp;Sitzung speichern…</translation>
    </message>
    <message>
        <source>&amp;Save y…</source>
        <translation>&amp;y speichern…</translation>
    </message>
    <message>
        <source>Save &amp;x̂…</source>
        <translation>&amp;x̂ speichern…</translation>
    </message>
    <message>
        <source>Save s&amp;tatistics…</source>
        <translation>S&amp;tatistik speichern…</translation>
    </message>
    <message>
        <source>Sa&amp;ve report…</source>
        <translation>Be&amp;richt speichern…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Be&amp;enden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Norms</source>
        <translation>&amp;Normen</translation>
    </message>
    <message>
        <source>Draw &amp;weight γ and bias β at random</source>
        <translation>&amp;Gewicht γ und Bias β zufällig ziehen</translation>
    </message>
    <message>
        <source>Take &amp;given weight and bias away</source>
        <translation>Gegebenes Gewicht und Bias weg&amp;nehmen</translation>
    </message>
    <message>
        <source>&amp;Automatic</source>
        <translation>&amp;Automatisch</translation>
    </message>
    <message>
        <source>&amp;Automatic: OpenCL %1</source>
        <translation>&amp;Automatisch: OpenCL %1</translation>
    </message>
    <message>
        <source>&amp;Automatic: reference</source>
        <translation>&amp;Automatisch: Referenz</translation>
    </message>
    <message>
        <source>&amp;Reference (double precision)</source>
        <translation>&amp;Referenz (doppelte Genauigkeit)</translation>
    </message>
    <message>
        <source>&amp;Compute</source>
        <translation>Be&amp;rechnen</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>Device &amp;log…</source>
        <translation>Geräte&amp;protokoll…</translation>
    </message>
    <message>
        <source>&amp;Update running statistics with this batch</source>
        <translation>Gleitende Statistik mit diesem Batch akt&amp;ualisieren</translation>
    </message>
    <message>
        <source>&amp;Reset running statistics</source>
        <translation>Gleitende Statistik &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Compute &amp;again</source>
        <translation>&amp;Neu berechnen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Befehle…</translation>
    </message>
    <message>
        <source>&amp;Topics</source>
        <translation>&amp;Themen</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>Tasten&amp;kürzel</translation>
    </message>
    <message>
        <source>&amp;About Normscope</source>
        <translation>Über &amp;Normscope</translation>
    </message>
    <message>
        <source>About Normscope</source>
        <translation>Über Normscope</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Normscope %1&lt;/b&gt;&lt;/p&gt;&lt;p&gt;Shows what a normalization layer normalizes.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;Normscope %1&lt;/b&gt;&lt;/p&gt;&lt;p&gt;Zeigt, was eine Normalisierungsschicht normalisiert.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder neuer.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>nothing copied: %1 is not shown</source>
        <translation>nichts kopiert: nicht zu sehen ist %1</translation>
    </message>
    <message>
        <source>copied: picture of %1</source>
        <translation>kopiert: Bild, %1</translation>
    </message>
    <message>
        <source>the %1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>nothing copied: there are no numbers of %1 yet</source>
        <translation>nichts kopiert: noch keine Zahlen, %1</translation>
    </message>
    <message>
        <source>copied: numbers of %1</source>
        <translation>kopiert: Zahlen, %1</translation>
    </message>
    <message>
        <source>nothing copied: the plot has no numbers yet</source>
        <translation>nichts kopiert: das Diagramm hat noch keine Zahlen</translation>
    </message>
    <message>
        <source>copied: numbers of the plot</source>
        <translation>kopiert: Zahlen des Diagramms</translation>
    </message>
    <message>
        <source>nothing copied: no element is selected</source>
        <translation>nichts kopiert: kein Element ist ausgewählt</translation>
    </message>
    <message>
        <source>copied: the inspector&apos;s text</source>
        <translation>kopiert: Text des Inspektors</translation>
    </message>
    <message>
        <source>nothing copied: there is no cube of this tensor and norm</source>
        <translation>nichts kopiert: von diesem Tensor und dieser Norm gibt es keinen Würfel</translation>
    </message>
    <message>
        <source>copied: %1</source>
        <translation>kopiert: %1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Nothing has been changed yet</source>
        <translation>Noch nichts geändert</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>Nothing has been undone</source>
        <translation>Nichts rückgängig gemacht</translation>
    </message>
    <message>
        <source>Picture of %1</source>
        <translation>Bild: %1</translation>
    </message>
    <message>
        <source>Numbers of %1</source>
        <translation>Zahlen: %1</translation>
    </message>
    <message>
        <source>Copy &amp;picture of the cube</source>
        <translation>&amp;Bild des Würfels kopieren</translation>
    </message>
    <message>
        <source>the cube</source>
        <translation>der Würfel</translation>
    </message>
    <message>
        <source>Copy picture of the feature &amp;maps</source>
        <translation>Bild der Feature-&amp;Maps kopieren</translation>
    </message>
    <message>
        <source>the table of feature maps</source>
        <translation>die Tabelle der Feature-Maps</translation>
    </message>
    <message>
        <source>Copy picture of the memory ri&amp;bbon</source>
        <translation>Bild des &amp;Speicherbands kopieren</translation>
    </message>
    <message>
        <source>the memory ribbon</source>
        <translation>das Speicherband</translation>
    </message>
    <message>
        <source>Copy p&amp;lot</source>
        <translation>&amp;Diagramm kopieren</translation>
    </message>
    <message>
        <source>Copy the &amp;inspector&apos;s text</source>
        <translation>Text des &amp;Inspektors kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;command line of the figure</source>
        <translation>Befehls&amp;zeile der Abbildung kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;norm as text</source>
        <translation>&amp;Norm als Text kopieren</translation>
    </message>
    <message>
        <source>Export cube…</source>
        <translation>Würfel exportieren…</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Export plot…</source>
        <translation>Diagramm exportieren…</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>Zahlen kopieren</translation>
    </message>
    <message>
        <source>the plot</source>
        <translation>das Diagramm</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>the inspector</source>
        <translation>der Inspektor</translation>
    </message>
    <message>
        <source>Export the plot</source>
        <translation>Diagramm exportieren</translation>
    </message>
    <message>
        <source>Export the cube</source>
        <translation>Würfel exportieren</translation>
    </message>
    <message>
        <source>nothing to export: the plot is empty</source>
        <translation>nichts zu exportieren: das Diagramm ist leer</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>Sitzung speichern</translation>
    </message>
    <message>
        <source>Sessions (*.normscope)</source>
        <translation>Sitzungen (*.normscope)</translation>
    </message>
    <message>
        <source>writing %1…</source>
        <translation>%1 wird geschrieben…</translation>
    </message>
    <message>
        <source>An empty folder for the report, or one of an earlier report</source>
        <translation>Ein leerer Ordner für den Bericht, oder der eines früheren Berichts</translation>
    </message>
    <message>
        <source>Tensors (*.npy *.safetensors)</source>
        <translation>Tensoren (*.npy *.safetensors)</translation>
    </message>
    <message>
        <source>written: %1, as float32, since .npy has no bfloat16</source>
        <translation>geschrieben: %1, als float32, weil .npy kein bfloat16 hat</translation>
    </message>
    <message>
        <source>Save y</source>
        <translation>y speichern</translation>
    </message>
    <message>
        <source>Save x̂</source>
        <translation>x̂ speichern</translation>
    </message>
    <message>
        <source>Save the statistics</source>
        <translation>Statistik speichern</translation>
    </message>
    <message>
        <source>Statistics (*.npz *.safetensors *.json *.csv)</source>
        <translation>Statistik (*.npz *.safetensors *.json *.csv)</translation>
    </message>
    <message>
        <source>Cubes</source>
        <translation>Würfel</translation>
    </message>
    <message>
        <source>hover</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>light the set of an element</source>
        <translation>die Menge eines Elements aufleuchten lassen</translation>
    </message>
    <message>
        <source>click</source>
        <translation>Klick</translation>
    </message>
    <message>
        <source>pin the element; another click lets go</source>
        <translation>das Element anheften; ein weiterer Klick lässt los</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>let go of the pinned element</source>
        <translation>das angeheftete Element loslassen</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>turn</source>
        <translation>drehen</translation>
    </message>
    <message>
        <source>wheel, + −</source>
        <translation>Rad, + −</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>vergrößern</translation>
    </message>
    <message>
        <source>double-click, Home</source>
        <translation>Doppelklick, Pos1</translation>
    </message>
    <message>
        <source>back to the paper&apos;s view</source>
        <translation>zurück zur Ansicht des Papers</translation>
    </message>
    <message>
        <source>previous and next set</source>
        <translation>vorige und nächste Menge</translation>
    </message>
    <message>
        <source>previous and next element of the set</source>
        <translation>voriges und nächstes Element der Menge</translation>
    </message>
    <message>
        <source>Shift+← → ↑ ↓</source>
        <translation>Umschalt+← → ↑ ↓</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>pin the element, or let go</source>
        <translation>das Element anheften oder loslassen</translation>
    </message>
    <message>
        <source>hold B</source>
        <translation>B halten</translation>
    </message>
    <message>
        <source>flip two norms</source>
        <translation>zwischen zwei Normen wechseln</translation>
    </message>
    <message>
        <source>Feature maps</source>
        <translation>Feature-Maps</translation>
    </message>
    <message>
        <source>hover, click</source>
        <translation>Zeigen, Klick</translation>
    </message>
    <message>
        <source>light and pin, as on the cubes</source>
        <translation>aufleuchten und anheften, wie bei den Würfeln</translation>
    </message>
    <message>
        <source>drag, ↑ ↓, Shift+← →</source>
        <translation>Ziehen, ↑ ↓, Umschalt+← →</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>verschieben</translation>
    </message>
    <message>
        <source>double-click, F</source>
        <translation>Doppelklick, F</translation>
    </message>
    <message>
        <source>the whole table</source>
        <translation>die ganze Tabelle</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>the first sample and channel</source>
        <translation>das erste Sample und der erste Kanal</translation>
    </message>
    <message>
        <source>Memory ribbon</source>
        <translation>Speicherband</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Umschalt+Rad</translation>
    </message>
    <message>
        <source>zoom the upright axis</source>
        <translation>die senkrechte Achse vergrößern</translation>
    </message>
    <message>
        <source>move</source>
        <translation>verschieben</translation>
    </message>
    <message>
        <source>double-click, 0</source>
        <translation>Doppelklick, 0</translation>
    </message>
    <message>
        <source>show all</source>
        <translation>alles zeigen</translation>
    </message>
    <message>
        <source>read off what is at the pointer</source>
        <translation>ablesen, was am Mauszeiger ist</translation>
    </message>
    <message>
        <source>Statistics plot</source>
        <translation>Diagramm der Statistik</translation>
    </message>
    <message>
        <source>light a set</source>
        <translation>eine Menge aufleuchten lassen</translation>
    </message>
    <message>
        <source>select a set</source>
        <translation>eine Menge auswählen</translation>
    </message>
    <message>
        <source>Page ↑, Page ↓</source>
        <translation>Bild ↑, Bild ↓</translation>
    </message>
    <message>
        <source>a tenth of the sets on</source>
        <translation>ein Zehntel der Mengen weiter</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Pos1, Ende</translation>
    </message>
    <message>
        <source>first and last set</source>
        <translation>erste und letzte Menge</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>type an index</source>
        <translation>Index eintippen</translation>
    </message>
    <message>
        <source>select that element: 1, 2, 3, 4</source>
        <translation>dieses Element auswählen: 1, 2, 3, 4</translation>
    </message>
    <message>
        <source>click, ↑ ↓</source>
        <translation>Klick, ↑ ↓</translation>
    </message>
    <message>
        <source>select an element</source>
        <translation>ein Element auswählen</translation>
    </message>
    <message>
        <source>Shift or Ctrl+click</source>
        <translation>Umschalt- oder Strg+Klick</translation>
    </message>
    <message>
        <source>mark rows to copy</source>
        <translation>Zeilen zum Kopieren markieren</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
    <message>
        <source>copy the marked rows</source>
        <translation>die markierten Zeilen kopieren</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>drop a file</source>
        <translation>Datei ablegen</translation>
    </message>
    <message>
        <source>open it</source>
        <translation>öffnen</translation>
    </message>
    <message>
        <source>drop two files</source>
        <translation>zwei Dateien ablegen</translation>
    </message>
    <message>
        <source>which norm turned one into the other?</source>
        <translation>welche Norm machte aus der einen die andere?</translation>
    </message>
    <message>
        <source>F8, F9</source>
        <translation>F8, F9</translation>
    </message>
    <message>
        <source>fold the panels at the left and right, or unfold them</source>
        <translation>die Seiten links und rechts weg- oder aufklappen</translation>
    </message>
    <message>
        <source>right click</source>
        <translation>Rechtsklick</translation>
    </message>
    <message>
        <source>what can be done with a view</source>
        <translation>was sich mit einer Ansicht tun lässt</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Umschalt+Tab</translation>
    </message>
    <message>
        <source>next and previous control</source>
        <translation>nächstes und voriges Bedienelement</translation>
    </message>
    <message>
        <source>Alt and a letter</source>
        <translation>Alt und ein Buchstabe</translation>
    </message>
    <message>
        <source>the menu or field with that letter</source>
        <translation>das Menü oder Feld mit diesem Buchstaben</translation>
    </message>
    <message>
        <source>As in the &amp;paper</source>
        <translation>Wie im &amp;Paper</translation>
    </message>
    <message>
        <source>From the &amp;front</source>
        <translation>Von &amp;vorn</translation>
    </message>
    <message>
        <source>From the &amp;top</source>
        <translation>Vo&amp;n oben</translation>
    </message>
    <message>
        <source>&amp;Inside the box</source>
        <translation>&amp;Innen im Kasten</translation>
    </message>
    <message>
        <source>&amp;Glass before the set</source>
        <translation>&amp;Glas vor der Menge</translation>
    </message>
    <message>
        <source>Opened along the &amp;batch axis</source>
        <translation>Offen entlang der &amp;Batch-Achse</translation>
    </message>
    <message>
        <source>Opened along the &amp;channel axis</source>
        <translation>Offen entlang der &amp;Kanal-Achse</translation>
    </message>
    <message>
        <source>Opened along the &amp;spatial axes</source>
        <translation>Offen entlang der &amp;räumlichen Achsen</translation>
    </message>
    <message>
        <source>C&amp;losed</source>
        <translation>Ge&amp;schlossen</translation>
    </message>
    <message>
        <source>&amp;None: spatial axes are folded</source>
        <translation>&amp;Keine: räumliche Achsen gefaltet</translation>
    </message>
    <message>
        <source>A cube for each position of %1</source>
        <translation>Ein Würfel für jede Position von %1</translation>
    </message>
    <message>
        <source>Two or more spatial axes are needed</source>
        <translation>Dazu gehören zwei oder mehr räumliche Achsen</translation>
    </message>
    <message>
        <source>Mark what shares &amp;γ and β</source>
        <translation>Markieren, was sich &amp;γ und β teilt</translation>
    </message>
    <message>
        <source>&amp;Reduced and kept axes</source>
        <translation>&amp;Reduzierte und behaltene Achsen</translation>
    </message>
    <message>
        <source>&amp;Memory ribbon</source>
        <translation>&amp;Speicherband</translation>
    </message>
    <message>
        <source>&amp;One set</source>
        <translation>&amp;Eine Menge</translation>
    </message>
    <message>
        <source>&amp;All sets</source>
        <translation>&amp;Alle Mengen</translation>
    </message>
    <message>
        <source>Values: &amp;x</source>
        <translation>Werte: &amp;x</translation>
    </message>
    <message>
        <source>Values: x&amp;̂, normalized</source>
        <translation>Werte: x&amp;̂, normalisiert</translation>
    </message>
    <message>
        <source>Values: &amp;y</source>
        <translation>Werte: &amp;y</translation>
    </message>
    <message>
        <source>&amp;Difference of two norms, B − A</source>
        <translation>&amp;Differenz zweier Normen, B − A</translation>
    </message>
    <message>
        <source>One norm</source>
        <translation>Eine Norm</translation>
    </message>
    <message>
        <source>Two norms side by side</source>
        <translation>Zwei Normen nebeneinander</translation>
    </message>
    <message>
        <source>The paper&apos;s four norms</source>
        <translation>Die vier Normen des Papers</translation>
    </message>
    <message>
        <source>&amp;Unfold an axis</source>
        <translation>A&amp;chse entfalten</translation>
    </message>
    <message>
        <source>set %1, the only one</source>
        <translation>Menge %1, die einzige</translation>
    </message>
    <message>
        <source>set %1 (of 0 to %2)</source>
        <translation>Menge %1 (von 0 bis %2)</translation>
    </message>
    <message>
        <source>%1, 1 element</source>
        <translation>%1, 1 Element</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 elements</source>
        <translation>
            <numerusform>%1, %2 Element</numerusform>
            <numerusform>%1, %2 Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>sample %1</source>
        <translation>Beispiel %1</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>layout</source>
        <translation>Layout</translation>
    </message>
    <message>
        <source>open a tensor</source>
        <translation>einen Tensor öffnen</translation>
    </message>
    <message>
        <source>running</source>
        <translation>gleitend</translation>
    </message>
    <message>
        <source>this batch</source>
        <translation>dieser Batch</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>mindestens</translation>
    </message>
    <message>
        <source>in √</source>
        <translation>in √</translation>
    </message>
    <message>
        <source>after √</source>
        <translation>nach √</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>reduced axes</source>
        <translation>reduzierte Achsen</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>subtracted</source>
        <translation>abgezogen</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>place of ε</source>
        <translation>Ort von ε</translation>
    </message>
    <message>
        <source>biased</source>
        <translation>verzerrt</translation>
    </message>
    <message>
        <source>unbiased</source>
        <translation>unverzerrt</translation>
    </message>
    <message>
        <source>variance</source>
        <translation>Varianz</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>added</source>
        <translation>addiert</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>weggelassen</translation>
    </message>
    <message>
        <source>interleaved</source>
        <translation>verschränkt</translation>
    </message>
    <message>
        <source>adjacent</source>
        <translation>benachbart</translation>
    </message>
    <message>
        <source>channels of a group</source>
        <translation>Kanäle einer Gruppe</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>Norm</translation>
    </message>
    <message>
        <source>one norm</source>
        <translation>eine Norm</translation>
    </message>
    <message>
        <source>two norms side by side</source>
        <translation>zwei Normen nebeneinander</translation>
    </message>
    <message>
        <source>the paper&apos;s four norms</source>
        <translation>die vier Normen des Papers</translation>
    </message>
    <message>
        <source>norms</source>
        <translation>Normen</translation>
    </message>
    <message>
        <source>show one set</source>
        <translation>eine Menge zeigen</translation>
    </message>
    <message>
        <source>show all sets</source>
        <translation>alle Mengen zeigen</translation>
    </message>
    <message>
        <source>show x</source>
        <translation>x zeigen</translation>
    </message>
    <message>
        <source>show x̂</source>
        <translation>x̂ zeigen</translation>
    </message>
    <message>
        <source>show y</source>
        <translation>y zeigen</translation>
    </message>
    <message>
        <source>show the difference</source>
        <translation>die Differenz zeigen</translation>
    </message>
    <message>
        <source>show %1</source>
        <translation>%1: zeigen</translation>
    </message>
    <message>
        <source>hide %1</source>
        <translation>%1: ausblenden</translation>
    </message>
    <message>
        <source>cube</source>
        <translation>Würfel</translation>
    </message>
    <message>
        <source>feature maps</source>
        <translation>Feature-Maps</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>laboratory</source>
        <translation>Labor</translation>
    </message>
    <message>
        <source>what shares γ and β</source>
        <translation>was sich γ und β teilt</translation>
    </message>
    <message>
        <source>reduced and kept axes</source>
        <translation>reduzierte und behaltene Achsen</translation>
    </message>
    <message>
        <source>unfold %1</source>
        <translation>%1 entfalten</translation>
    </message>
    <message>
        <source>fold the spatial axes</source>
        <translation>räumliche Achsen falten</translation>
    </message>
    <message>
        <source>inside of the box</source>
        <translation>Inneres des Kastens</translation>
    </message>
    <message>
        <source>turn the cube</source>
        <translation>den Würfel drehen</translation>
    </message>
    <message>
        <source>take γ and β away</source>
        <translation>γ und β wegnehmen</translation>
    </message>
    <message>
        <source>γ and β</source>
        <translation>γ und β</translation>
    </message>
    <message>
        <source>γ %1</source>
        <translation>γ %1</translation>
    </message>
    <message>
        <source>take γ away</source>
        <translation>γ wegnehmen</translation>
    </message>
    <message>
        <source>β %1</source>
        <translation>β %1</translation>
    </message>
    <message>
        <source>take β away</source>
        <translation>β wegnehmen</translation>
    </message>
    <message>
        <source>statistics of a batch</source>
        <translation>Statistik eines Batches</translation>
    </message>
    <message>
        <source>train a network</source>
        <translation>ein Netz trainieren</translation>
    </message>
    <message>
        <source>norms of the laboratory</source>
        <translation>Normen des Labors</translation>
    </message>
    <message>
        <source>batch sizes</source>
        <translation>Batchgrößen</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>seeds</source>
        <translation>Seeds</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>last stage</source>
        <translation>letzte Stufe</translation>
    </message>
    <message>
        <source>batches of one class</source>
        <translation>Batches aus einer Klasse</translation>
    </message>
    <message>
        <source>shuffled batches</source>
        <translation>gemischte Batches</translation>
    </message>
    <message>
        <source>draws</source>
        <translation>Ziehungen</translation>
    </message>
    <message>
        <source>the mistake</source>
        <translation>der Fehler</translation>
    </message>
    <message>
        <source>convention of momentum</source>
        <translation>Konvention des Momentums</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>use running statistics</source>
        <translation>gleitende Statistik verwenden</translation>
    </message>
    <message>
        <source>use the batch</source>
        <translation>den Batch verwenden</translation>
    </message>
    <message>
        <source>stop updates</source>
        <translation>nicht mehr aktualisieren</translation>
    </message>
    <message>
        <source>update running statistics</source>
        <translation>gleitende Statistik aktualisieren</translation>
    </message>
    <message>
        <source>start of the running statistics</source>
        <translation>Start der gleitenden Statistik</translation>
    </message>
    <message>
        <source>samples of the digits</source>
        <translation>Samples der Ziffern</translation>
    </message>
    <message>
        <source>samples of the digits’ feature maps</source>
        <translation>Samples der Feature-Maps der Ziffern</translation>
    </message>
    <message>
        <source>samples of the open tensor</source>
        <translation>Samples des offenen Tensors</translation>
    </message>
    <message>
        <source>batches fed</source>
        <translation>gezeigte Batches</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>the paper&apos;s Figure 1</source>
        <translation>Abbildung 1 des Papers</translation>
    </message>
    <message>
        <source>epochs of another batch size</source>
        <translation>Epochen einer anderen Batchgröße</translation>
    </message>
    <message>
        <source>close the model</source>
        <translation>Modell schließen</translation>
    </message>
    <message>
        <source>list %1</source>
        <translation>%1 auflisten</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>reset running statistics</source>
        <translation>gleitende Statistik zurücksetzen</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>%1 file</source>
        <translation>%1-Datei</translation>
    </message>
    <message>
        <source> · %1 more</source>
        <translation> · %1 weitere</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>as its name says</source>
        <translation>wie ihr Name sagt</translation>
    </message>
</context>
<context>
    <name>normscope::AxisChips</name>
    <message>
        <source>In evaluation nothing is reduced: the statistics are the running ones</source>
        <translation>In der Auswertung wird nichts reduziert: die Statistik ist die gleitende</translation>
    </message>
    <message>
        <source>%1 is kept: press to reduce over it</source>
        <translation>%1 bleibt erhalten: drücken, um darüber zu reduzieren</translation>
    </message>
    <message>
        <source>%1 is reduced: press to keep it</source>
        <translation>%1 wird reduziert: drücken, um sie zu behalten</translation>
    </message>
    <message>
        <source>%1 always keeps %2; choose Custom for other axes</source>
        <translation>%1 behält immer %2; für andere Achsen Custom wählen</translation>
    </message>
    <message>
        <source>%1 always reduces %2; choose Custom for other axes</source>
        <translation>%1 reduziert immer %2; für andere Achsen Custom wählen</translation>
    </message>
    <message>
        <source>Reduced axes</source>
        <translation>Reduzierte Achsen</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>reduced</source>
        <translation>reduziert</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
</context>
<context>
    <name>normscope::CasesPanel</name>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>Text of the step</source>
        <translation>Text des Schritts</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>Voriger Schritt</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the case: what was there before it comes back</source>
        <translation>Fall schließen: was vorher da war, kommt zurück</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>normscope::CommandList</name>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>normscope::CommandPalette</name>
    <message>
        <source>No command has these letters in this order.</source>
        <translation>Kein Befehl hat diese Buchstaben in dieser Reihenfolge.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Type a command, a field, a norm or an index such as 1, 2, 3, 4</source>
        <translation>Befehl, Feld, Norm oder ein Index wie 1, 2, 3, 4</translation>
    </message>
</context>
<context>
    <name>normscope::ComparePanel</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>at most %1 steps of %2</source>
        <translation>höchstens %1 Schritte von %2</translation>
    </message>
    <message>
        <source>S&amp;wap</source>
        <translation>&amp;Tauschen</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>Fortschritt des Vergleichs</translation>
    </message>
    <message>
        <source>How the two plans are related</source>
        <translation>Wie die beiden Pläne zusammenhängen</translation>
    </message>
    <message>
        <source>Norm A</source>
        <translation>Norm A</translation>
    </message>
    <message>
        <source>The norm of the window: change it there</source>
        <translation>Die Norm des Fensters: dort zu ändern</translation>
    </message>
    <message>
        <source>Norm B</source>
        <translation>Norm B</translation>
    </message>
    <message>
        <source>Choose a norm, or type one such as layer:over=C</source>
        <translation>Eine Norm wählen, oder eintippen, etwa layer:over=C</translation>
    </message>
    <message>
        <source>B becomes the norm of the window, and A becomes B</source>
        <translation>B wird die Norm des Fensters, und A wird B</translation>
    </message>
    <message>
        <source>‖B − A‖₂</source>
        <translation>‖B − A‖₂</translation>
    </message>
    <message>
        <source>largest |B − A|</source>
        <translation>größtes |B − A|</translation>
    </message>
    <message>
        <source>mean |B − A|</source>
        <translation>mittleres |B − A|</translation>
    </message>
    <message>
        <source>ULP</source>
        <translation>ULP</translation>
    </message>
    <message>
        <source>rounding</source>
        <translation>Rundung</translation>
    </message>
    <message>
        <source>sets</source>
        <translation>Mengen</translation>
    </message>
    <message>
        <source>elements per set</source>
        <translation>Elemente je Menge</translation>
    </message>
    <message>
        <source>statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>comparing…</source>
        <translation>wird verglichen…</translation>
    </message>
    <message>
        <source>Choose a norm B</source>
        <translation>Eine Norm B wählen</translation>
    </message>
    <message>
        <source> at %1: A %2, B %3</source>
        <translation> bei %1: A %2, B %3</translation>
    </message>
    <message>
        <source>may be up to %1</source>
        <translation>darf bis %1 sein</translation>
    </message>
</context>
<context>
    <name>normscope::CubePage</name>
    <message>
        <source>the last good result; see the message on the left</source>
        <translation>das letzte gute Ergebnis; siehe die Meldung links</translation>
    </message>
</context>
<context>
    <name>normscope::CubeView</name>
    <message>
        <source>computing…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>Cube of the tensor</source>
        <translation>Würfel des Tensors</translation>
    </message>
    <message>
        <source>no elements</source>
        <translation>keine Elemente</translation>
    </message>
    <message>
        <source>Open a tensor, or pick a generated one, to see its cube</source>
        <translation>Einen Tensor öffnen oder einen erzeugten wählen, um seinen Würfel zu sehen</translation>
    </message>
    <message>
        <source>This tensor has no elements; give every axis an extent of 1 or more</source>
        <translation>Dieser Tensor hat keine Elemente; jeder Achse eine Länge von 1 oder mehr geben</translation>
    </message>
</context>
<context>
    <name>normscope::DeviceLog</name>
    <message>
        <source>What the device&apos;s compiler says</source>
        <translation>Was der Compiler des Geräts sagt</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>building the kernels…</source>
        <translation>Kernel werden gebaut…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>normscope::EquivalencePanel</name>
    <message>
        <source>the same function</source>
        <translation>dieselbe Funktion</translation>
    </message>
    <message>
        <source>the same but for γ and β</source>
        <translation>gleich bis auf γ und β</translation>
    </message>
    <message>
        <source>the same sets, another arithmetic</source>
        <translation>gleiche Mengen, andere Rechnung</translation>
    </message>
    <message>
        <source>different sets, the same</source>
        <translation>andere Mengen, gleiche</translation>
    </message>
    <message>
        <source>Kinds of norm against kinds of norm</source>
        <translation>Arten von Normen gegen Arten von Normen</translation>
    </message>
    <message>
        <source>= the same function    ~ the same but for γ and β    s the same sets, another arithmetic    ≠ different sets</source>
        <translation>= dieselbe Funktion    ~ gleich bis auf γ und β    s gleiche Mengen, andere Rechnung    ≠ andere Mengen</translation>
    </message>
    <message>
        <source>How the two are related</source>
        <translation>Wie die beiden zusammenhängen</translation>
    </message>
    <message>
        <source>Choose a cell: it says how the two are related, and for which shapes</source>
        <translation>Eine Zelle wählen: sie sagt, wie die beiden zusammenhängen und für welche Formen</translation>
    </message>
    <message>
        <source>For %1 %2</source>
        <translation>Für %1 %2</translation>
    </message>
    <message>
        <source>%1 and %2: %3</source>
        <translation>%1 und %2: %3</translation>
    </message>
    <message>
        <source>%1 on both sides</source>
        <translation>%1 auf beiden Seiten</translation>
    </message>
</context>
<context>
    <name>normscope::ExportDialog</name>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Title and captions</source>
        <translation>Titel und Beschriftung</translation>
    </message>
    <message>
        <source>Transparent background</source>
        <translation>Durchsichtiger Hintergrund</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height, which follows from the width and the other way round</source>
        <translation>Höhe, die aus der Breite folgt und umgekehrt</translation>
    </message>
    <message>
        <source>an inset</source>
        <translation>eine kleine Abbildung</translation>
    </message>
    <message>
        <source>one column</source>
        <translation>eine Spalte</translation>
    </message>
    <message>
        <source>the page</source>
        <translation>die Seite</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>As wide as %1 of a paper</source>
        <translation>So breit wie %1 eines Papers</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Puts it on the clipboard as chosen</source>
        <translation>Legt es wie gewählt in die Zwischenablage</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>as outlines</source>
        <translation>als Umrisse</translation>
    </message>
    <message>
        <source>with the font embedded</source>
        <translation>mit eingebetteter Schrift</translation>
    </message>
    <message>
        <source>naming the font</source>
        <translation>mit Namen der Schrift</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>%1 × %2 mm at 300 dots per inch</source>
        <translation>%1 × %2 mm bei 300 Punkten je Zoll</translation>
    </message>
    <message>
        <source>The height follows from the width.</source>
        <translation>Die Höhe folgt aus der Breite.</translation>
    </message>
    <message>
        <source>1 line, which names the columns.</source>
        <translation>1 Zeile, die die Spalten nennt.</translation>
    </message>
    <message numerus="yes">
        <source>%1 lines; the first names the columns.</source>
        <translation>
            <numerusform>%1 Zeile; die erste nennt die Spalten.</numerusform>
            <numerusform>%1 Zeilen; die erste nennt die Spalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>The file opens again in Normscope: it carries the shape, the norm, the selection and the view.</source>
        <translation>Die Datei lässt sich in Normscope wieder öffnen: sie enthält Form, Norm, Auswahl und Ansicht.</translation>
    </message>
    <message>
        <source> The fonts add about 200 KB for each face; browsers read them, most drawing programs do not.</source>
        <translation> Die Schriften machen je Schnitt etwa 200 KB aus; Browser lesen sie, die meisten Zeichenprogramme nicht.</translation>
    </message>
    <message>
        <source> LaTeX sets its text, in the fonts of the document that takes it.</source>
        <translation> Den Text setzt LaTeX, in den Schriften des Dokuments, das sie aufnimmt.</translation>
    </message>
</context>
<context>
    <name>normscope::ExportPreview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
</context>
<context>
    <name>normscope::HelpPanel</name>
    <message>
        <source>No page has these words.</source>
        <translation>Keine Seite hat diese Wörter.</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Die Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Search the help; Return goes to the next place</source>
        <translation>Die Hilfe durchsuchen; Eingabe geht zur nächsten Stelle</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
</context>
<context>
    <name>normscope::Inspector</name>
    <message>
        <source>Elements…</source>
        <translation>Elemente…</translation>
    </message>
    <message>
        <source>INSPECTOR</source>
        <translation>INSPEKTOR</translation>
    </message>
    <message>
        <source>Index of the element</source>
        <translation>Index des Elements</translation>
    </message>
    <message>
        <source>The index in the order of the layout: type another one, such as 1, 2, 3, 4</source>
        <translation>Der Index in der Reihenfolge des Layouts: einen anderen eintippen, etwa 1, 2, 3, 4</translation>
    </message>
    <message>
        <source>Elements of the set</source>
        <translation>Elemente der Menge</translation>
    </message>
    <message>
        <source>Lists every element of the set with its numbers</source>
        <translation>Listet jedes Element der Menge mit seinen Zahlen auf</translation>
    </message>
    <message>
        <source>the element&apos;s value</source>
        <translation>der Wert des Elements</translation>
    </message>
    <message>
        <source>mean of its set</source>
        <translation>Mittelwert seiner Menge</translation>
    </message>
    <message>
        <source>variance of its set</source>
        <translation>Varianz seiner Menge</translation>
    </message>
    <message>
        <source>normalized, before weight and bias</source>
        <translation>normalisiert, vor Gewicht und Bias</translation>
    </message>
    <message>
        <source>affine weight</source>
        <translation>affines Gewicht</translation>
    </message>
    <message>
        <source>affine bias</source>
        <translation>affiner Bias</translation>
    </message>
    <message>
        <source>the result</source>
        <translation>das Ergebnis</translation>
    </message>
    <message>
        <source>%1 0 to %2</source>
        <translation>%1 0 bis %2</translation>
    </message>
    <message>
        <source>%1 is no index of this tensor; give %2</source>
        <translation>%1 ist kein Index dieses Tensors; möglich: %2</translation>
    </message>
    <message>
        <source>nothing selected</source>
        <translation>nichts ausgewählt</translation>
    </message>
    <message>
        <source>the tensor has no elements</source>
        <translation>der Tensor hat keine Elemente</translation>
    </message>
    <message>
        <source>pinned · Esc lets go</source>
        <translation>angeheftet · Esc lässt los</translation>
    </message>
    <message>
        <source>click pins it</source>
        <translation>Klick heftet an</translation>
    </message>
    <message>
        <source>running μ</source>
        <translation>gleitendes μ</translation>
    </message>
    <message>
        <source>mean square</source>
        <translation>mittleres Quadrat</translation>
    </message>
    <message>
        <source>running σ²</source>
        <translation>gleitendes σ²</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>unbenutzt</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>no result: see the message on the left</source>
        <translation>kein Ergebnis: siehe die Meldung links</translation>
    </message>
</context>
<context>
    <name>normscope::LabControls</name>
    <message>
        <source>Experiment</source>
        <translation>Experiment</translation>
    </message>
    <message>
        <source>Statistics of a batch</source>
        <translation>Statistik eines Batches</translation>
    </message>
    <message>
        <source>Running statistics</source>
        <translation>Gleitende Statistik</translation>
    </message>
    <message>
        <source>Train a network</source>
        <translation>Ein Netz trainieren</translation>
    </message>
    <message>
        <source>Cancel the training to change its settings</source>
        <translation>Zum Ändern der Einstellungen das Training abbrechen</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>Ziffern</translation>
    </message>
    <message>
        <source>Feature maps of the digits</source>
        <translation>Feature-Maps der Ziffern</translation>
    </message>
    <message>
        <source>The open tensor</source>
        <translation>Der offene Tensor</translation>
    </message>
    <message>
        <source>1797 handwritten digits of 8×8 pixels, one channel</source>
        <translation>1797 handgeschriebene Ziffern aus 8×8 Pixeln, ein Kanal</translation>
    </message>
    <message>
        <source>The same digits with blur and edges, six channels</source>
        <translation>Dieselben Ziffern mit Unschärfe und Kanten, sechs Kanäle</translation>
    </message>
    <message>
        <source>What the cube shows: its samples are drawn</source>
        <translation>Was der Würfel zeigt: seine Samples werden gezogen</translation>
    </message>
    <message>
        <source>Norms</source>
        <translation>Normen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Samples of</source>
        <translation>Samples von</translation>
    </message>
    <message>
        <source>Batch sizes</source>
        <translation>Batchgrößen</translation>
    </message>
    <message>
        <source>So many batches of each size are drawn</source>
        <translation>So viele Batches jeder Größe werden gezogen</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>Ziehungen</translation>
    </message>
    <message>
        <source>Batches are drawn as soon as something changes. All norms meet the same ones. Digits: UCI, CC BY 4.0.</source>
        <translation>Batches werden gezogen, sobald sich etwas ändert. Alle Normen bekommen dieselben. Ziffern: UCI, CC BY 4.0.</translation>
    </message>
    <message>
        <source>Batch Norm’s running statistics</source>
        <translation>Gleitende Statistik</translation>
    </message>
    <message>
        <source>PyTorch</source>
        <translation>PyTorch</translation>
    </message>
    <message>
        <source>Keras</source>
        <translation>Keras</translation>
    </message>
    <message>
        <source>Cumulative average</source>
        <translation>Kumulatives Mittel</translation>
    </message>
    <message>
        <source>Convention</source>
        <translation>Konvention</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Start: mean</source>
        <translation>Start: Mittel</translation>
    </message>
    <message>
        <source>Variance</source>
        <translation>Varianz</translation>
    </message>
    <message>
        <source>Use running statistics</source>
        <translation>Gleitende Statistik nutzen</translation>
    </message>
    <message>
        <source>The layer normalizes by the running statistics, not by the batch</source>
        <translation>Die Schicht normalisiert mit der gleitenden Statistik, nicht mit dem Batch</translation>
    </message>
    <message>
        <source>Update running statistics</source>
        <translation>Statistik aktualisieren</translation>
    </message>
    <message>
        <source>Off: from the batch that is looked at, they stay as they are</source>
        <translation>Aus: von dem Batch an, der gezeigt wird, bleibt sie, wie sie ist</translation>
    </message>
    <message>
        <source>Momentum the wrong way round</source>
        <translation>Momentum verkehrt herum</translation>
    </message>
    <message>
        <source>Momentum the wrong way round, and a start at 0: what was counts a 10 000th, the batch the rest</source>
        <translation>Momentum verkehrt herum, und ein Start bei 0: das Bisherige zählt ein 10 000stel, der Batch den Rest</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>So many networks of each norm and batch size; the same seeds give the same numbers</source>
        <translation>So viele Netze je Norm und Batchgröße; gleiche Seeds geben gleiche Zahlen</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Seeds</translation>
    </message>
    <message>
        <source>Of 32 samples a batch; scaled with the batch: times N/32</source>
        <translation>Bei 32 Samples je Batch; mit dem Batch skaliert: mal N/32</translation>
    </message>
    <message>
        <source>Rate at 32</source>
        <translation>Rate bei 32</translation>
    </message>
    <message>
        <source>%1×%1 positions</source>
        <translation>%1×%1 Positionen</translation>
    </message>
    <message>
        <source>Positions behind the last convolution: each μ of Batch Norm has N times as many values</source>
        <translation>Positionen nach der letzten Faltung: hinter jedem μ von Batch Norm stehen N-mal so viele Werte</translation>
    </message>
    <message>
        <source>Last stage</source>
        <translation>Letzte Stufe</translation>
    </message>
    <message>
        <source>Shuffled</source>
        <translation>Gemischt</translation>
    </message>
    <message>
        <source>One digit each</source>
        <translation>Je eine Ziffer</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Epochs at</source>
        <translation>Epochen bei</translation>
    </message>
    <message>
        <source>Lay the paper’s Figure 1 over it</source>
        <translation>Dazu Abb. 1 des Papers</translation>
    </message>
    <message>
        <source>ResNet-50 on ImageNet: top-1 error by the samples a worker</source>
        <translation>ResNet-50 auf ImageNet: Top-1-Fehler nach Samples je Worker</translation>
    </message>
    <message>
        <source>Three convolutions with a norm and ReLU each, one linear layer; 1297 digits to train, 500 to validate. The same seeds give the same numbers. Digits: UCI, CC BY 4.0.</source>
        <translation>Drei Faltungen mit je einer Norm und ReLU, eine lineare Schicht; 1297 Ziffern zum Trainieren, 500 zum Validieren. Gleiche Seeds geben gleiche Zahlen. Ziffern: UCI, CC BY 4.0.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The batch size that is trained, and then the smallest</source>
        <translation>Die Batchgröße, die gerade trainiert wird, danach die kleinste</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
</context>
<context>
    <name>normscope::LabResults</name>
    <message>
        <source>Digits</source>
        <translation>Ziffern</translation>
    </message>
    <message>
        <source>Feature maps of the digits</source>
        <translation>Feature-Maps der Ziffern</translation>
    </message>
</context>
<context>
    <name>normscope::LaboratoryPage</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Networks that are done stay; Go on trains the others</source>
        <translation>Fertige Netze bleiben; Weiter trainiert die übrigen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Batches fed</source>
        <translation>Gezeigte Batches</translation>
    </message>
    <message>
        <source>Back and forth through the batches</source>
        <translation>Vor und zurück durch die Batches</translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation>Was es zeigt</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Export the figure…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>Zahlen kopieren</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>Neu trainieren</translation>
    </message>
    <message>
        <source>%1 of %2 networks</source>
        <translation>%1 von %2 Netzen</translation>
    </message>
    <message>
        <source> · paused</source>
        <translation> · angehalten</translation>
    </message>
    <message>
        <source> · %1 left</source>
        <translation> · noch %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 networks to train</source>
        <translation>
            <numerusform>%1 Netz zu trainieren</numerusform>
            <numerusform>%1 Netze zu trainieren</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 networks are done</source>
        <translation>%1 von %2 Netzen sind fertig</translation>
    </message>
    <message numerus="yes">
        <source>all %1 networks are done</source>
        <translation>
            <numerusform>%1 Netz ist fertig</numerusform>
            <numerusform>alle %1 Netze sind fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>drawing…</source>
        <translation>wird gezogen…</translation>
    </message>
    <message>
        <source>feeding…</source>
        <translation>Batches laufen…</translation>
    </message>
    <message>
        <source>%1 of %2 batches fed</source>
        <translation>%1 von %2 Batches</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>normscope::LayerPanel</name>
    <message>
        <source>x of %1 %2</source>
        <translation>x von %1 %2</translation>
    </message>
    <message>
        <source>, recorded of %1</source>
        <translation>, aufgezeichnet von %1</translation>
    </message>
    <message>
        <source>running statistics</source>
        <translation>gleitende Statistik</translation>
    </message>
    <message>
        <source>Show on the cube</source>
        <translation>Am Würfel zeigen</translation>
    </message>
    <message>
        <source>Show as maps</source>
        <translation>Als Maps zeigen</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>A page for an issue tracker, with the values that show the fault and a script that needs NumPy alone</source>
        <translation>Eine Seite für einen Issue-Tracker, mit den Werten, die den Fehler zeigen, und einem Skript, das nur NumPy braucht</translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation>Noch nicht geprüft.</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message>
        <source>Against %1 in the other file: %2.</source>
        <translation>Gegen %1 in der anderen Datei: %2.</translation>
    </message>
    <message>
        <source>the layer</source>
        <translation>die Schicht</translation>
    </message>
    <message>
        <source>The weight is γ itself, it seems: %1.</source>
        <translation>Das Gewicht ist wohl γ selbst: %1.</translation>
    </message>
    <message>
        <source>The weight is γ − 1, it seems: %1.</source>
        <translation>Das Gewicht ist wohl γ − 1: %1.</translation>
    </message>
    <message>
        <source>Whether the weight is γ or γ − 1 can’t be told: %1.</source>
        <translation>Ob das Gewicht γ oder γ − 1 ist, lässt sich nicht sagen: %1.</translation>
    </message>
    <message>
        <source>Report of the layer: a new folder</source>
        <translation>Bericht über die Schicht: ein neuer Ordner</translation>
    </message>
    <message>
        <source>Folders of reports (*.report)</source>
        <translation>Ordner von Berichten (*.report)</translation>
    </message>
    <message>
        <source>written: %1</source>
        <translation>geschrieben: %1</translation>
    </message>
</context>
<context>
    <name>normscope::MainWindow</name>
    <message>
        <source>the laboratory has trained its networks</source>
        <translation>das Labor hat seine Netze trainiert</translation>
    </message>
    <message>
        <source>Open a tensor, a session or an exported picture</source>
        <translation>Einen Tensor, eine Sitzung oder ein exportiertes Bild öffnen</translation>
    </message>
    <message>
        <source>What Normscope opens (*.npy *.npz *.safetensors *.pt *.pth *.bin *.gguf *.onnx *.pb *.csv *.txt *.png *.jpg *.jpeg *.normscope *.svg *.pdf *.tikz *.json)</source>
        <translation>Was Normscope öffnet (*.npy *.npz *.safetensors *.pt *.pth *.bin *.gguf *.onnx *.pb *.csv *.txt *.png *.jpg *.jpeg *.normscope *.svg *.pdf *.tikz *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>writing %1…</source>
        <translation>%1 wird geschrieben…</translation>
    </message>
    <message>
        <source>written: %1</source>
        <translation>geschrieben: %1</translation>
    </message>
    <message>
        <source>Drop to open · two files: which norm turned one into the other?</source>
        <translation>Ablegen zum Öffnen · zwei Dateien: welche Norm machte aus der einen die andere?</translation>
    </message>
</context>
<context>
    <name>normscope::MapPanes</name>
    <message>
        <source>x, before</source>
        <translation>x, davor</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source>y, after</source>
        <translation>y, danach</translation>
    </message>
    <message>
        <source>B − A</source>
        <translation>B − A</translation>
    </message>
</context>
<context>
    <name>normscope::MapView</name>
    <message>
        <source>Feature maps</source>
        <translation>Feature-Maps</translation>
    </message>
    <message>
        <source>Open a tensor with elements to see its feature maps</source>
        <translation>Einen Tensor mit Elementen öffnen, um seine Feature-Maps zu sehen</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>each colour is the mean of %1 positions</source>
        <translation>jede Farbe ist das Mittel aus %1 Positionen</translation>
    </message>
    <message>
        <source>each pixel is one of about %1 positions</source>
        <translation>jeder Pixel ist eine aus etwa %1 Positionen</translation>
    </message>
    <message>
        <source>each colour is one element</source>
        <translation>jede Farbe ist ein Element</translation>
    </message>
    <message>
        <source>means of %1</source>
        <translation>Mittel aus %1</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eine aus %1</translation>
    </message>
    <message>
        <source>NaN, Inf</source>
        <translation>NaN, Inf</translation>
    </message>
</context>
<context>
    <name>normscope::MatchTable</name>
    <message>
        <source>x itself</source>
        <translation>x selbst</translation>
    </message>
    <message>
        <source>Norms that were found</source>
        <translation>Gefundene Normen</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>Norm</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Layout</translation>
    </message>
    <message>
        <source>What else</source>
        <translation>Was sonst</translation>
    </message>
    <message>
        <source>Largest difference</source>
        <translation>Größte Differenz</translation>
    </message>
    <message>
        <source>Explains y</source>
        <translation>Erklärt y</translation>
    </message>
    <message>
        <source>can&apos;t be told</source>
        <translation>unentscheidbar</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>with fitted γ, β</source>
        <translation>mit angepasstem γ, β</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
</context>
<context>
    <name>normscope::MatchView</name>
    <message>
        <source>y was &amp;meant to come from the norm in the window</source>
        <translation>y sollte von der Norm im &amp;Fenster kommen</translation>
    </message>
    <message>
        <source>Swap x and y</source>
        <translation>x und y tauschen</translation>
    </message>
    <message>
        <source>the tensor before the norm: a .npy file, sample:NAME or a generated one</source>
        <translation>der Tensor vor der Norm: eine .npy-Datei, sample:NAME oder ein erzeugter</translation>
    </message>
    <message>
        <source>the tensor after it; both can be dropped here</source>
        <translation>der Tensor danach; beide lassen sich hier ablegen</translation>
    </message>
    <message>
        <source>the weight applied, if known (.npy)</source>
        <translation>Gewicht, falls bekannt (.npy)</translation>
    </message>
    <message>
        <source>the bias applied, if known (.npy)</source>
        <translation>Bias, falls bekannt (.npy)</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Which norm turned x into y?</source>
        <translation>Welche Norm machte aus x y?</translation>
    </message>
    <message>
        <source>&amp;x</source>
        <translation>&amp;x</translation>
    </message>
    <message>
        <source>&amp;y</source>
        <translation>&amp;y</translation>
    </message>
    <message>
        <source>&amp;γ</source>
        <translation>&amp;γ</translation>
    </message>
    <message>
        <source>&amp;β</source>
        <translation>&amp;β</translation>
    </message>
    <message>
        <source>S&amp;wap</source>
        <translation>&amp;Tauschen</translation>
    </message>
    <message>
        <source>x becomes y, and y becomes x</source>
        <translation>x wird y, und y wird x</translation>
    </message>
    <message>
        <source>Tensor %1</source>
        <translation>Tensor %1</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose a file for %1</source>
        <translation>Datei für %1 wählen</translation>
    </message>
    <message>
        <source>Choose a tensor for %1</source>
        <translation>Tensor für %1 wählen</translation>
    </message>
    <message>
        <source>NumPy arrays (*.npy)</source>
        <translation>NumPy-Arrays (*.npy)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>&amp;Find the norm</source>
        <translation>Norm &amp;suchen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Set it in the window</source>
        <translation>Im Fenster s&amp;etzen</translation>
    </message>
    <message>
        <source>opens x with this layout and sets this norm, with the weight and bias given here</source>
        <translation>öffnet x mit diesem Layout und setzt diese Norm, mit dem hier gegebenen Gewicht und Bias</translation>
    </message>
    <message>
        <source>The search was cancelled.</source>
        <translation>Die Suche wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Name two tensors, x and y, or drop two files here.</source>
        <translation>Zwei Tensoren nennen, x und y, oder zwei Dateien hier ablegen.</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>wird gesucht…</translation>
    </message>
    <message>
        <source>No norm explains y, but in the other order one does: %1.</source>
        <translation>Keine Norm erklärt y, aber in der anderen Reihenfolge eine: %1.</translation>
    </message>
    <message>
        <source>%1. In the other order nothing has to be fitted: %2.</source>
        <translation>%1. In der anderen Reihenfolge ist nichts anzupassen: %2.</translation>
    </message>
</context>
<context>
    <name>normscope::MemoryRibbon</name>
    <message>
        <source>Memory ribbon</source>
        <translation>Speicherband</translation>
    </message>
    <message>
        <source>%1: a set is %2</source>
        <translation>%1: eine Menge ist %2</translation>
    </message>
    <message>
        <source>Memory, %1</source>
        <translation>Speicher, %1</translation>
    </message>
    <message>
        <source>The same in %1</source>
        <translation>Dasselbe in %1</translation>
    </message>
    <message>
        <source>a set is %1</source>
        <translation>eine Menge ist %1</translation>
    </message>
</context>
<context>
    <name>normscope::ModelPage</name>
    <message>
        <source>1 norm</source>
        <translation>1 Norm</translation>
    </message>
    <message numerus="yes">
        <source>%1 norms</source>
        <translation>
            <numerusform>%1 Norm</numerusform>
            <numerusform>%1 Normen</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What is checked stays</source>
        <translation>Geprüftes bleibt</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen…</translation>
    </message>
    <message>
        <source>Hold the layers against those of another file of the same model</source>
        <translation>Die Schichten gegen die einer anderen Datei desselben Modells halten</translation>
    </message>
    <message>
        <source>All tensors…</source>
        <translation>Alle Tensoren…</translation>
    </message>
    <message>
        <source>Table as CSV…</source>
        <translation>Tabelle (CSV)…</translation>
    </message>
    <message>
        <source>Open a run or a checkpoint…</source>
        <translation>Lauf oder Checkpoint öffnen…</translation>
    </message>
    <message>
        <source>Filter layers</source>
        <translation>Schichten filtern</translation>
    </message>
    <message>
        <source>Filter layers by letters of any column</source>
        <translation>Schichten nach Buchstaben irgendeiner Spalte filtern</translation>
    </message>
    <message>
        <source>Problems first</source>
        <translation>Probleme zuerst</translation>
    </message>
    <message>
        <source>Norm layers</source>
        <translation>Normschichten</translation>
    </message>
    <message>
        <source>Copy the table as CSV</source>
        <translation>Tabelle als CSV kopieren</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Alle %1</translation>
    </message>
    <message>
        <source>Problems %1</source>
        <translation>Probleme %1</translation>
    </message>
    <message>
        <source>Notes %1</source>
        <translation>Hinweise %1</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen…</translation>
    </message>
    <message>
        <source>No model is open</source>
        <translation>Kein Modell ist offen</translation>
    </message>
    <message>
        <source>Open or drop a recorded run, whose norms are checked one by one, or a checkpoint (.safetensors, .pt, .gguf, .onnx), whose norms are listed with what is odd about them.</source>
        <translation>Einen aufgezeichneten Lauf öffnen oder ablegen, dessen Normen einzeln geprüft werden, oder einen Checkpoint (.safetensors, .pt, .gguf, .onnx), dessen Normen mit allem Auffälligen aufgelistet werden.</translation>
    </message>
    <message>
        <source>%1, nothing odd about them</source>
        <translation>%1, nichts Auffälliges</translation>
    </message>
    <message>
        <source>%1, something odd about %2</source>
        <translation>%1, davon %2 auffällig</translation>
    </message>
    <message>
        <source>%1: %2 in %3</source>
        <translation>%1: %2 in %3</translation>
    </message>
    <message>
        <source>1 tensor</source>
        <translation>1 Tensor</translation>
    </message>
    <message numerus="yes">
        <source>%1 tensors</source>
        <translation>
            <numerusform>%1 Tensor</numerusform>
            <numerusform>%1 Tensoren</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 checked</source>
        <translation>%1 von %2 geprüft</translation>
    </message>
    <message>
        <source>%1 not checked</source>
        <translation>%1 nicht geprüft</translation>
    </message>
    <message>
        <source>1 is what it says</source>
        <translation>1 wie angegeben</translation>
    </message>
    <message numerus="yes">
        <source>%1 are what they say</source>
        <translation>
            <numerusform>%1 wie angegeben</numerusform>
            <numerusform>%1 wie angegeben</numerusform>
        </translation>
    </message>
    <message>
        <source>1 is not</source>
        <translation>1 nicht</translation>
    </message>
    <message numerus="yes">
        <source>%1 are not</source>
        <translation>
            <numerusform>%1 nicht</numerusform>
            <numerusform>%1 nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>of %1 it can’t be told</source>
        <translation>%1 unentscheidbar</translation>
    </message>
    <message>
        <source> · the first in the order of the calls: %1</source>
        <translation> · als erste in der Folge der Aufrufe: %1</translation>
    </message>
    <message>
        <source> · checked in %1</source>
        <translation> · geprüft in %1</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>Tabelle speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Open another run or checkpoint of the same model</source>
        <translation>Einen anderen Lauf oder Checkpoint desselben Modells öffnen</translation>
    </message>
    <message>
        <source>Runs and checkpoints (*.safetensors *.json *.pt *.pth *.bin *.gguf *.onnx *.npz)</source>
        <translation>Läufe und Checkpoints (*.safetensors *.json *.pt *.pth *.bin *.gguf *.onnx *.npz)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>normscope::NormBar</name>
    <message>
        <source>&amp;Groups</source>
        <translation>&amp;Gruppen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Number of groups</source>
        <translation>Zahl der Gruppen</translation>
    </message>
    <message numerus="yes">
        <source>Only numbers that divide the %1 channels are possible</source>
        <translation>
            <numerusform>Möglich sind nur Teiler von %1 Kanal</numerusform>
            <numerusform>Möglich sind nur Teiler der %1 Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <source>One channel can&apos;t be divided into groups</source>
        <translation>Ein Kanal lässt sich nicht in Gruppen teilen</translation>
    </message>
    <message>
        <source>1 channel each</source>
        <translation>je 1 Kanal</translation>
    </message>
    <message numerus="yes">
        <source>%1 channels each</source>
        <translation>
            <numerusform>je %1 Kanal</numerusform>
            <numerusform>je %1 Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 each</source>
        <comment>channels of a group</comment>
        <translation>je %1</translation>
    </message>
</context>
<context>
    <name>normscope::NormChecks</name>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>One norm must stay</source>
        <translation>Eine Norm muss bleiben</translation>
    </message>
</context>
<context>
    <name>normscope::NormPanel</name>
    <message>
        <source>none (γ = 1, β = 0)</source>
        <translation>keine (γ = 1, β = 0)</translation>
    </message>
    <message>
        <source>per channel</source>
        <translation>je Kanal</translation>
    </message>
    <message>
        <source>per element</source>
        <translation>je Element</translation>
    </message>
    <message>
        <source>per group</source>
        <translation>je Gruppe</translation>
    </message>
    <message>
        <source>per position of %1</source>
        <translation>je Position von %1</translation>
    </message>
    <message>
        <source>none (cumulative average)</source>
        <translation>keins (kumulatives Mittel)</translation>
    </message>
    <message>
        <source>subtract it</source>
        <translation>abziehen</translation>
    </message>
    <message>
        <source>c mod G</source>
        <translation>c mod G</translation>
    </message>
    <message>
        <source>1 + γ</source>
        <translation>1 + γ</translation>
    </message>
    <message>
        <source>β</source>
        <translation>β</translation>
    </message>
    <message>
        <source>Normalization</source>
        <translation>Normalisierung</translation>
    </message>
    <message>
        <source>Papers and frameworks mean different axes by this norm</source>
        <translation>Papers und Frameworks meinen mit dieser Norm verschiedene Achsen</translation>
    </message>
    <message>
        <source>Axes &amp;of</source>
        <translation>A&amp;chsen nach</translation>
    </message>
    <message>
        <source>this batch</source>
        <translation>dieser Batch</translation>
    </message>
    <message>
        <source>running</source>
        <translation>gleitend</translation>
    </message>
    <message>
        <source>Training computes the statistics from x; evaluation takes the running ones</source>
        <translation>Das Training berechnet die Statistik aus x; die Auswertung nimmt die gleitende</translation>
    </message>
    <message>
        <source>S&amp;tatistics</source>
        <translation>S&amp;tatistik</translation>
    </message>
    <message>
        <source>Statistics are per worker, each with N/K samples; only divisors of N are possible</source>
        <translation>Die Statistik gilt je Worker, jeder mit N/K Samples; möglich sind nur Teiler von N</translation>
    </message>
    <message>
        <source>&amp;Workers K</source>
        <translation>&amp;Worker K</translation>
    </message>
    <message>
        <source>Weight of the new batch in the running statistics, as in PyTorch</source>
        <translation>Gewicht des neuen Batches in der gleitenden Statistik, wie in PyTorch</translation>
    </message>
    <message>
        <source>&amp;Momentum</source>
        <translation>&amp;Momentum</translation>
    </message>
    <message>
        <source>biased (n)</source>
        <translation>verzerrt (n)</translation>
    </message>
    <message>
        <source>unbiased (n − 1)</source>
        <translation>unverzerrt (n − 1)</translation>
    </message>
    <message>
        <source>Var&amp;iance</source>
        <translation>Var&amp;ianz</translation>
    </message>
    <message>
        <source>eps</source>
        <translation>eps</translation>
    </message>
    <message>
        <source>in √</source>
        <translation>in √</translation>
    </message>
    <message>
        <source>after √</source>
        <translation>nach √</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>mindestens</translation>
    </message>
    <message>
        <source>place of eps</source>
        <translation>Ort von eps</translation>
    </message>
    <message>
        <source>√(σ² + ε), √σ² + ε, or the larger one of √σ² and ε</source>
        <translation>√(σ² + ε), √σ² + ε, oder das größere von √σ² und ε</translation>
    </message>
    <message>
        <source>&amp;ε</source>
        <translation>&amp;ε</translation>
    </message>
    <message>
        <source>&amp;Affine γ, β</source>
        <translation>A&amp;ffin γ, β</translation>
    </message>
    <message>
        <source>Sets keep to one group of channels; only divisors of C are possible</source>
        <translation>Mengen bleiben in einer Gruppe von Kanälen; möglich sind nur Teiler von C</translation>
    </message>
    <message>
        <source>Groups G</source>
        <translation>Gruppen G</translation>
    </message>
    <message>
        <source>Channel c belongs to group c mod G instead of adjacent channels to one group</source>
        <translation>Kanal c gehört zur Gruppe c mod G, statt benachbarte Kanäle zu einer Gruppe</translation>
    </message>
    <message>
        <source>Interleaved</source>
        <translation>Verschränkt</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>Reduziert</translation>
    </message>
    <message>
        <source>What multiplies x̂ is 1 + weight, as in Gemma; a new layer&apos;s weight is 0 then</source>
        <translation>x̂ wird mit 1 + Gewicht multipliziert, wie in Gemma; das Gewicht einer neuen Schicht ist dann 0</translation>
    </message>
    <message>
        <source>Whether there is a bias beside the weight</source>
        <translation>Ob es neben dem Gewicht einen Bias gibt</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>γ</source>
        <translation>γ</translation>
    </message>
    <message>
        <source>other axes</source>
        <translation>andere Achsen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Statistics are one number each</source>
        <translation>Statistik: je eine Zahl</translation>
    </message>
    <message>
        <source>Statistics have shape %1</source>
        <translation>Statistik hat die Form %1</translation>
    </message>
    <message>
        <source>γ, β have shape %1</source>
        <translation>γ, β haben die Form %1</translation>
    </message>
    <message>
        <source>γ has shape %1</source>
        <translation>γ hat die Form %1</translation>
    </message>
    <message>
        <source>No γ, β</source>
        <translation>Kein γ, β</translation>
    </message>
    <message>
        <source>With q the mean square: √(q + ε), √q + ε, or the larger one of √q and ε</source>
        <translation>Mit q als mittlerem Quadrat: √(q + ε), √q + ε oder das größere von √q und ε</translation>
    </message>
</context>
<context>
    <name>normscope::ParameterEdit</name>
    <message>
        <source>weight γ</source>
        <translation>Gewicht γ</translation>
    </message>
    <message>
        <source>bias β</source>
        <translation>Bias β</translation>
    </message>
    <message>
        <source>more ways to give γ</source>
        <translation>weitere Wege, γ anzugeben</translation>
    </message>
    <message>
        <source>more ways to give β</source>
        <translation>weitere Wege, β anzugeben</translation>
    </message>
    <message>
        <source>From a &amp;file…</source>
        <translation>Aus einer &amp;Datei…</translation>
    </message>
    <message>
        <source>&amp;Random, another seed each time</source>
        <translation>&amp;Zufällig, jedes Mal ein anderer Seed</translation>
    </message>
    <message>
        <source>As a &amp;new layer has it</source>
        <translation>Wie in einer &amp;neuen Schicht</translation>
    </message>
    <message>
        <source>1 everywhere</source>
        <translation>überall 1</translation>
    </message>
    <message>
        <source>0 everywhere</source>
        <translation>überall 0</translation>
    </message>
    <message>
        <source>Numbers such as 1, 0.5, 2, one number for all, or a file: PATH, or PATH::NAME of a tensor in a file with several</source>
        <translation>Zahlen wie 1, 0.5, 2, eine Zahl für alle, oder eine Datei: PFAD, oder PFAD::NAME eines Tensors in einer Datei mit mehreren</translation>
    </message>
    <message>
        <source>Choose the weight γ</source>
        <translation>Gewicht γ wählen</translation>
    </message>
    <message>
        <source>Choose the bias β</source>
        <translation>Bias β wählen</translation>
    </message>
    <message>
        <source>Files with tensors (*.npy *.npz *.safetensors *.pt *.pth *.bin *.gguf *.onnx *.pb *.csv *.txt)</source>
        <translation>Dateien mit Tensoren (*.npy *.npz *.safetensors *.pt *.pth *.bin *.gguf *.onnx *.pb *.csv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>normscope::PlotColumn</name>
    <message>
        <source>&amp;Update with this batch</source>
        <translation>Akt&amp;ualisieren</translation>
    </message>
    <message>
        <source>Takes the running statistics after this batch as the layer&apos;s own</source>
        <translation>Nimmt die gleitende Statistik nach diesem Batch als die der Schicht</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>Back to mean 0 and variance 1</source>
        <translation>Zurück zu Mittelwert 0 und Varianz 1</translation>
    </message>
</context>
<context>
    <name>normscope::PlotWidget</name>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>a part of it is shown</source>
        <translation>gezeigt wird ein Teil davon</translation>
    </message>
</context>
<context>
    <name>normscope::Remembered</name>
    <message>
        <source>No file has been opened yet</source>
        <translation>Noch keine Datei geöffnet</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>this is a new start, since what was open last can&apos;t be opened: %1</source>
        <translation>dies ist ein neuer Anfang, weil sich das zuletzt Offene nicht öffnen lässt: %1</translation>
    </message>
</context>
<context>
    <name>normscope::RosettaPanel</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste a call</source>
        <translation>Aufruf &amp;einfügen</translation>
    </message>
    <message>
        <source>Paste a call</source>
        <translation>Aufruf einfügen</translation>
    </message>
    <message>
        <source>A layer of PyTorch, Keras or Flax, a function of F, or a node of ONNX: it becomes the norm of the window. The norms of a printed model are listed</source>
        <translation>Eine Schicht aus PyTorch, Keras oder Flax, eine Funktion aus F oder ein Knoten aus ONNX: wird die Norm des Fensters. Von einem ausgedruckten Modell werden die Normen aufgelistet</translation>
    </message>
    <message>
        <source>&amp;Set</source>
        <translation>&amp;Setzen</translation>
    </message>
    <message>
        <source>Set the norm to the call</source>
        <translation>Die Norm auf den Aufruf setzen</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>kopiert</translation>
    </message>
    <message>
        <source>can&apos;t be read: %1</source>
        <translation>nicht lesbar: %1</translation>
    </message>
    <message>
        <source>%1 norms in the text; paste one of them to set it</source>
        <translation>%1 Normen im Text; eine davon einfügen, um sie zu setzen</translation>
    </message>
    <message>
        <source>read as %1</source>
        <translation>gelesen als %1</translation>
    </message>
</context>
<context>
    <name>normscope::SceneNotice</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Dismiss the notice</source>
        <translation>Hinweis ausblenden</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Choose the file of the scene</source>
        <translation>Die Datei der Szene wählen</translation>
    </message>
    <message>
        <source>Where is %1?</source>
        <translation>Wo ist %1?</translation>
    </message>
    <message>
        <source>NumPy arrays (*.npy)</source>
        <translation>NumPy-Arrays (*.npy)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>normscope::SceneOpener</name>
    <message>
        <source>%1: its shape %2 is not that of the scene, %3; the file is shown as it is</source>
        <translation>%1: die Form %2 ist nicht die der Szene, %3; die Datei wird gezeigt, wie sie ist</translation>
    </message>
    <message>
        <source>%1 norms are in the scene; the window shows %2 of them side by side</source>
        <translation>Die Szene hat %1 Normen; das Fenster zeigt %2 davon nebeneinander</translation>
    </message>
    <message>
        <source>%1: the file of this scene is not here; choose it, or go on with generated values of its shape</source>
        <translation>%1: die Datei dieser Szene fehlt; auswählen, oder mit erzeugten Werten ihrer Form weitermachen</translation>
    </message>
    <message>
        <source>%1: the file is not the one of this scene (its SHA-256 differs); its values are shown as they are now</source>
        <translation>%1: das ist nicht die Datei dieser Szene (ihr SHA-256 ist ein anderer); gezeigt werden ihre jetzigen Werte</translation>
    </message>
</context>
<context>
    <name>normscope::SetElements</name>
    <message>
        <source>Before</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Als CSV kopieren</translation>
    </message>
    <message>
        <source>Elements of the set</source>
        <translation>Elemente der Menge</translation>
    </message>
    <message>
        <source>Elements before these</source>
        <translation>Elemente vor diesen</translation>
    </message>
    <message>
        <source>Elements after these</source>
        <translation>Elemente nach diesen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>no elements</source>
        <translation>keine Elemente</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>The marked rows; all of the set where only one is marked</source>
        <translation>Die markierten Zeilen; die ganze Menge, wo nur eine markiert ist</translation>
    </message>
    <message>
        <source>There are no results yet</source>
        <translation>Noch keine Ergebnisse</translation>
    </message>
    <message>
        <source>not copied: more than %1 elements; mark some of the rows</source>
        <translation>nicht kopiert: mehr als %1 Elemente; einige der Zeilen markieren</translation>
    </message>
    <message>
        <source>copying…</source>
        <translation>wird kopiert…</translation>
    </message>
    <message>
        <source>copied: 1 element</source>
        <translation>kopiert: 1 Element</translation>
    </message>
    <message numerus="yes">
        <source>copied: %1 elements</source>
        <translation>
            <numerusform>kopiert: %1 Element</numerusform>
            <numerusform>kopiert: %1 Elemente</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>normscope::SetElementsModel</name>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Index</translation>
    </message>
</context>
<context>
    <name>normscope::ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>normscope::SidePanels</name>
    <message>
        <source>C&amp;ontrols at the left</source>
        <translation>Einstellungen lin&amp;ks</translation>
    </message>
    <message>
        <source>P&amp;lots at the right</source>
        <translation>Diagramme rec&amp;hts</translation>
    </message>
    <message>
        <source>Tensor and norm at the left: show or fold away</source>
        <translation>Tensor und Norm links: zeigen oder wegklappen</translation>
    </message>
    <message>
        <source>Plots at the right: show or fold away</source>
        <translation>Diagramme rechts: zeigen oder wegklappen</translation>
    </message>
</context>
<context>
    <name>normscope::StatusLine</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>cancelled · F5 computes again</source>
        <translation>abgebrochen · F5 rechnet neu</translation>
    </message>
    <message>
        <source>no result: see the message on the left</source>
        <translation>kein Ergebnis: siehe die Meldung links</translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation>noch kein Ergebnis</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source>largest difference from the double-precision reference %1</source>
        <translation>größte Differenz zur Referenz in doppelter Genauigkeit %1</translation>
    </message>
    <message>
        <source>comparing with the reference…</source>
        <translation>Vergleich mit der Referenz…</translation>
    </message>
    <message>
        <source>not compared with the reference</source>
        <translation>nicht mit der Referenz verglichen</translation>
    </message>
    <message>
        <source>y is that of the double-precision reference</source>
        <translation>y ist das der Referenz in doppelter Genauigkeit</translation>
    </message>
    <message>
        <source>y is that of the double-precision reference, rounded to %1 by at most %2</source>
        <translation>y ist das der Referenz in doppelter Genauigkeit, auf %1 gerundet um höchstens %2</translation>
    </message>
</context>
<context>
    <name>normscope::TensorList</name>
    <message>
        <source>running statistics</source>
        <translation>gleitende Statistik</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>no finite value</source>
        <translation>kein endlicher Wert</translation>
    </message>
    <message>
        <source>, %1 NaN</source>
        <translation>, %1 NaN</translation>
    </message>
    <message>
        <source>, %1 infinite</source>
        <translation>, %1 unendlich</translation>
    </message>
    <message>
        <source>Open as x</source>
        <translation>Als x öffnen</translation>
    </message>
    <message>
        <source>Take as γ</source>
        <translation>Als γ nehmen</translation>
    </message>
    <message>
        <source>Take as running statistics</source>
        <translation>Als gleitende Statistik nehmen</translation>
    </message>
    <message>
        <source>Filter by letters of the name</source>
        <translation>Nach Buchstaben des Namens filtern</translation>
    </message>
    <message>
        <source>Tensors in the file</source>
        <translation>Tensoren der Datei</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>not taken: %1</source>
        <translation>nicht genommen: %1</translation>
    </message>
    <message>
        <source>No file is open</source>
        <translation>Keine Datei ist offen</translation>
    </message>
    <message>
        <source>Open a file that holds several tensors, such as .safetensors, .npz, .pt, .gguf or .onnx</source>
        <translation>Eine Datei mit mehreren Tensoren öffnen, etwa .safetensors, .npz, .pt, .gguf oder .onnx</translation>
    </message>
    <message>
        <source>reading the list…</source>
        <translation>Liste wird gelesen…</translation>
    </message>
    <message>
        <source>%1: %2 in %3</source>
        <translation>%1: %2 in %3</translation>
    </message>
    <message>
        <source>1 tensor</source>
        <translation>1 Tensor</translation>
    </message>
    <message numerus="yes">
        <source>%1 tensors</source>
        <translation>
            <numerusform>%1 Tensor</numerusform>
            <numerusform>%1 Tensoren</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 and %2 become the layer&apos;s own</source>
        <translation>%1 und %2 werden die der Schicht</translation>
    </message>
    <message>
        <source>There is no running mean with a running variance beside the marked tensor</source>
        <translation>Neben dem markierten Tensor steht kein gleitender Mittelwert mit gleitender Varianz</translation>
    </message>
    <message>
        <source>Take as %1</source>
        <translation>Als %1 nehmen</translation>
    </message>
    <message>
        <source>%1 becomes the layer&apos;s weight</source>
        <translation>%1 wird das Gewicht der Schicht</translation>
    </message>
    <message>
        <source>What the file holds of the layer %1</source>
        <translation>Was die Datei von der Schicht %1 enthält</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source>γ is %1</source>
        <translation>γ ist %1</translation>
    </message>
    <message>
        <source>β is %1</source>
        <translation>β ist %1</translation>
    </message>
    <message>
        <source>large: seen once it is open</source>
        <translation>groß: zu sehen, sobald er offen ist</translation>
    </message>
    <message>
        <source>can&apos;t be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>x is %1</source>
        <translation>x ist %1</translation>
    </message>
    <message>
        <source>taken as the layer&apos;s running statistics; choose Statistics, running, to use them</source>
        <translation>als gleitende Statistik der Schicht genommen; um sie zu verwenden: Statistik, gleitend</translation>
    </message>
    <message>
        <source>not taken: they have %1 values and x has %2 channels</source>
        <translation>nicht genommen: es sind %1 Werte, und x hat %2 Kanäle</translation>
    </message>
    <message>
        <source>not taken: a variance is negative</source>
        <translation>nicht genommen: eine Varianz ist negativ</translation>
    </message>
</context>
<context>
    <name>normscope::TensorPanel</name>
    <message numerus="yes">
        <source>%1 values · %2</source>
        <translation>
            <numerusform>%1 Wert · %2</numerusform>
            <numerusform>%1 Werte · %2</numerusform>
        </translation>
    </message>
    <message>
        <source>mean %1 · std %2
min %3 · max %4</source>
        <translation>Mittel %1 · σ %2
min %3 · max %4</translation>
    </message>
    <message>
        <source>%1 infinite</source>
        <translation>%1 unendlich</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>Axis letters in memory order: N or B is batch, C or F channel, every other letter spatial</source>
        <translation>Buchstaben der Achsen in der Reihenfolge im Speicher: N oder B ist Batch, C oder F Kanal, jeder andere räumlich</translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation>&amp;Layout</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>S&amp;eed</translation>
    </message>
    <message>
        <source>choose a tensor</source>
        <translation>Tensor wählen</translation>
    </message>
    <message>
        <source>generated, in any shape</source>
        <translation>erzeugt, in beliebiger Form</translation>
    </message>
    <message>
        <source>sample %1</source>
        <translation>Beispiel %1</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Datei öffnen…</translation>
    </message>
    <message>
        <source>The shape of a tensor from a file or sample is fixed</source>
        <translation>Die Form eines Tensors aus einer Datei oder einem Beispiel steht fest</translation>
    </message>
    <message>
        <source>%1 is a guess: %2. &lt;a href=&quot;%3&quot;&gt;%3 instead&lt;/a&gt;</source>
        <translation>%1 ist geraten: %2. &lt;a href=&quot;%3&quot;&gt;Stattdessen %3&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Open a file with tensors, drop one here or choose a sample.</source>
        <translation>Eine Datei mit Tensoren öffnen, hier ablegen oder ein Beispiel wählen.</translation>
    </message>
</context>
<context>
    <name>normscope::TensorTree</name>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>dtype</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ohne Namen)</translation>
    </message>
</context>
<context>
    <name>normscope::ThemeChooser</name>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Follow the desktop</source>
        <translation>&amp;Wie der Desktop</translation>
    </message>
</context>
<context>
    <name>normscope::TrainingJob</name>
    <message>
        <source>what was trained before can&apos;t be read: %1; the next start replaces it</source>
        <translation>was vorher trainiert wurde, ist nicht lesbar: %1; der nächste Start ersetzt es</translation>
    </message>
    <message>
        <source>it can&apos;t go on after a restart: %1</source>
        <translation>nach einem Neustart geht es nicht weiter: %1</translation>
    </message>
</context>
<context>
    <name>normscope::ViewBar</name>
    <message>
        <source>Set</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>The set of the selected element</source>
        <translation>Die Menge des ausgewählten Elements</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>Mengen</translation>
    </message>
    <message>
        <source>Every set in its own colour</source>
        <translation>Jede Menge in eigener Farbe</translation>
    </message>
    <message>
        <source>The values before</source>
        <translation>Die Werte davor</translation>
    </message>
    <message>
        <source>The values normalized, before weight and bias</source>
        <translation>Die Werte normalisiert, vor Gewicht und Bias</translation>
    </message>
    <message>
        <source>The values after</source>
        <translation>Die Werte danach</translation>
    </message>
    <message>
        <source>Two norms and their difference</source>
        <translation>Zwei Normen und ihre Differenz</translation>
    </message>
    <message>
        <source>One norm</source>
        <translation>Eine Norm</translation>
    </message>
    <message>
        <source>Two norms side by side</source>
        <translation>Zwei Normen nebeneinander</translation>
    </message>
    <message>
        <source>The paper&apos;s four norms side by side</source>
        <translation>Die vier Normen des Papers nebeneinander</translation>
    </message>
    <message>
        <source>Mark the elements that share one weight and bias</source>
        <translation>Die Elemente markieren, die sich Gewicht und Bias teilen</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <source>Say on the edges which axes are reduced and which are kept</source>
        <translation>An die Kanten schreiben, welche Achsen reduziert werden und welche bleiben</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Show where the set lies in linear memory</source>
        <translation>Zeigen, wo die Menge im linearen Speicher liegt</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>What is drawn over the cubes</source>
        <translation>Was über die Würfel gezeichnet wird</translation>
    </message>
</context>
</TS>
