"""The style sheet: Fusion dressed by ``role``. ``$name`` is a token, ``$name_pt`` a type size."""

SHEET = """
* { outline: 0; }
QMainWindow, QDialog { background: $panel; }
QWidget[role="window"] { background: $window; }
QWidget[role="panel"] { background: $panel; border: 0; }
QWidget[role="stage"] { background: $stage; border: 0; }
QFrame[role="card"] { background: $raised; border: 1px solid $border; border-radius: 6px; }
QFrame[role="popup"] { background: $raised; border: 1px solid $strong; border-radius: 0; }
QFrame[role="notice-info"] { background: $accent_soft; border: 0; border-bottom: 1px solid $border; }
QFrame[role="notice-warn"] { background: $warn_soft; border: 0; border-bottom: 1px solid $border; }
QFrame[role="notice-error"] { background: $error_soft; border: 0; border-bottom: 1px solid $border; }
QFrame[role="popup"] QAbstractItemView { background: transparent; border: 0; }
QFrame[role="rule"] { background: $border; border: 0; min-height: 1px; max-height: 1px; }
QFrame[role="bar"] { background: $border; border: 0; min-width: 1px; max-width: 1px; }
QScrollArea, QWidget[role="page"] { background: transparent; border: 0; }

QLabel { background: transparent; }
QLabel:disabled { color: $disabled; }
QLabel[role="caption"] { font-size: $caption_pt; color: $text2; }
QLabel[role="dim"] { color: $text2; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: $title_pt; font-weight: 600; }
QLabel[role="figure"] { font-size: $figure_pt; font-weight: 600; }
QLabel[role="headword"] { font-size: $headword_pt; font-weight: 600; }
QLabel[role="word"] { color: $accent; }
QLabel[role="true"] { color: $ok; font-weight: 600; }
QLabel[role="error"] { font-size: $field_pt; color: $error; }

QPushButton { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 0 11px;
  min-height: 26px; }
QPushButton:hover { background: $hover; border-color: $strong; }
QPushButton:pressed { background: $pressed; border-color: $strong; }
QPushButton:checked, QPushButton[role="soft"] { background: $accent_soft; border-color: $accent; }
QPushButton[role="soft"]:hover { background: $hover; }
QPushButton[role="soft"]:pressed { background: $pressed; }
QPushButton:disabled { background: transparent; color: $disabled; border-color: $border; }
QPushButton[role="primary"] { background: $accent; border-color: $accent; color: $on_accent;
  font-weight: 600; min-height: 30px; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed { background: $accent_hover;
  border-color: $accent_hover; }
QPushButton[role="primary"]:disabled { background: $raised; color: $disabled; border-color: $border; }
QPushButton[role="link"] { background: transparent; border: 0; padding: 0 8px; min-height: 28px;
  color: $accent; font-weight: 600; }
QPushButton[role="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[role="link"]:disabled { color: $disabled; }
QPushButton[role="icon"], QToolButton[role="icon"] { background: transparent; border: 1px solid transparent;
  border-radius: 6px; padding: 0; min-width: 26px; max-width: 26px; min-height: 26px; max-height: 26px; }
QPushButton[role="icon"]:hover, QToolButton[role="icon"]:hover { background: $hover; border-color: $strong; }
QPushButton[role="icon"]:pressed, QToolButton[role="icon"]:pressed { background: $pressed; }
QPushButton[role="icon"]:checked, QToolButton[role="icon"]:checked { background: $accent_soft;
  border-color: $accent; }
QPushButton[role="icon"]:disabled, QToolButton[role="icon"]:disabled { background: transparent;
  border-color: transparent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QFrame[role="segmented"] { background: $field; border: 1px solid $border; border-radius: 6px; }
QPushButton[role="segment"] { background: transparent; border: 1px solid transparent; border-radius: 5px;
  padding: 0 10px; min-height: 22px; color: $text2; }
QPushButton[role="segment"]:hover { color: $text; }
QPushButton[role="segment"]:checked { background: $hover; border-color: $strong; color: $text;
  font-weight: 600; }
QPushButton[role="segment"]:disabled { color: $disabled; }

QComboBox { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 0 2px 0 9px;
  min-height: 26px; combobox-popup: 0; }
QComboBox:hover { background: $hover; border-color: $strong; }
QComboBox:on { border-color: $accent; }
QComboBox:disabled { background: transparent; color: $disabled; }
QComboBox::drop-down { border: 0; width: 22px; subcontrol-origin: padding;
  subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$assets-down.png"); width: 12px; height: 12px; }
QComboBox::down-arrow:hover { image: url("$assets-down-on.png"); }
QComboBox::down-arrow:disabled { image: url("$assets-down-off.png"); }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $strong; padding: 4px 0; color: $text;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border: 0; }
QComboBox QAbstractItemView::item:selected, QListView::item:selected { background: $accent_soft;
  color: $text; }

QLineEdit, QAbstractSpinBox, QPlainTextEdit { background: $field; border: 1px solid $border;
  border-radius: 4px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QAbstractSpinBox { padding: 0 6px; min-height: 26px; }
QLineEdit[role="value"] { padding: 0 3px; min-height: 22px; max-height: 22px; font-size: $field_pt; }
QLineEdit:hover, QAbstractSpinBox:hover { border-color: $strong; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QPlainTextEdit[role="text"], QAbstractItemView[role="rows"] { background: $stage; border: 0;
  border-radius: 0; }
QLineEdit:disabled, QAbstractSpinBox:disabled { color: $disabled; background: transparent; }
QLineEdit[state="invalid"], QAbstractSpinBox[state="invalid"] { border-color: $error; color: $error; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 18px; }
QAbstractSpinBox::up-arrow { image: url("$assets-up.png"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$assets-down.png"); width: 10px; height: 10px; }

QMenu { background: $raised; border: 1px solid $strong; padding: 4px 0; }
QMenu::item { padding: 5px 24px 5px 12px; min-height: 18px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 0; }
QMenu::icon { padding-left: 10px; }
QToolTip { background: $raised; color: $text; border: 1px solid $strong; padding: 4px 6px;
  font-size: $field_pt; }
QScrollBar, QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { width: 8px; margin: 0; }
QScrollBar:horizontal { height: 8px; margin: 0; }
QScrollBar::handle { background: $track; border-radius: 3px; margin: 1px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $strong; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { width: 0; height: 0;
  background: transparent; }
QSplitter::handle { background: $border; }
QPushButton[role="tab"] { background: transparent; border-color: transparent; color: $text2; padding: 0 13px;
  font-weight: 600; }
QPushButton[role="tab"]:hover { color: $text; }
QPushButton[role="tab"]:checked { background: $panel; border-color: $border; color: $text; }
QPushButton[role="search"] { color: $text2; text-align: left; }
QLabel[role="badge"] { background: $accent; color: $on_accent; border-radius: 4px; padding: 0 5px;
  font-size: $caption_pt; font-weight: 600; }
QStatusBar { background: $window; color: $text2; font-size: $caption_pt; }
QStatusBar::item { border: 0; }
QProgressBar { background: $track; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""
