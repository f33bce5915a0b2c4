// Signals as bytes of a pipe, so that a poll sees them whichever thread they arrive on.

#ifndef STENCIL_SIGNALS_H
#define STENCIL_SIGNALS_H

// From now on interrupts, stops, wishes to end and changes of the window's size go to the pipe.
void begin_catching_signals(void);

// Gives the signals back to whoever had them.
void end_catching_signals(void);

// The descriptor that becomes readable when a signal arrives.
int signal_descriptor(void);

// Returns the next signal that arrived, or 0.
int next_signal(void);

#endif
