// What every signed-in page runs.
import "./dialog.js";
