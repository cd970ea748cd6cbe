// Package tide knows the water level.
package tide

// Level is in metres.
func Level() float64 { return 2.5 }
