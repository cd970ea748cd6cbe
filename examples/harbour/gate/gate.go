// Package gate opens and closes.
package gate

// Open says whether the gate is open.
func Open() bool { return true }
