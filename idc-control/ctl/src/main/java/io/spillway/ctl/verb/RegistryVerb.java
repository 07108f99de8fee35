package io.spillway.ctl.verb;

import picocli.CommandLine.Command;

/** The operator's words about the registry. */
@Command(name = "registry", description = "The operator's words about the registry.")
final class RegistryVerb extends GroupVerb {}
