package io.spillway.ctl.verb;

import picocli.CommandLine.Command;

/** What operators did. */
@Command(name = "audit", description = "What operators did: a chain of records that nobody can change without being seen.")
final class AuditVerb extends GroupVerb {}
