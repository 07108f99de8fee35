package io.spillway.ctl.verb;

import picocli.CommandLine.Command;

/** The low-level lever. */
@Command(name = "shift", description = "The low-level lever: one TrafficShift, by compare-and-set.")
final class ShiftVerb extends GroupVerb {}
