// Package archtest keeps the arrows of the house: who may import whom, and why.
// It has no code of its own; its tests read the source of the module.
package archtest
