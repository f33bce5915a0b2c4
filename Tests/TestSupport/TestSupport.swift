// Markers, goldens, sample programs.
