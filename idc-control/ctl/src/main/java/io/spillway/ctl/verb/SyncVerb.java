package io.spillway.ctl.verb;

import picocli.CommandLine.Command;

/** What comes from other IDCs. */
@Command(name = "sync", description = "What comes from other IDCs, and what of it is held back.")
final class SyncVerb extends GroupVerb {}
