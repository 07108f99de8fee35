package io.spillway.ctl.verb;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The orchestrated lever. */
@Command(name = "switchover", description = "The orchestrated lever: moves traffic from one IDC to another in checked steps that can be taken back.")
final class SwitchOverVerb extends GroupVerb {

    /** Returns the command with all that is below it. */
    static CommandLine command(Surroundings with) {
        return new CommandLine(new SwitchOverVerb()).addSubcommand(new SwitchOverPlanVerb(with))
                .addSubcommand(new SwitchOverCheckVerb(with)).addSubcommand(new SwitchOverApproveVerb(with))
                .addSubcommand(new SwitchOverStartVerb(with)).addSubcommand(new SwitchOverWatchVerb(with))
                .addSubcommand(new SwitchOverPauseVerb(with)).addSubcommand(new SwitchOverResumeVerb(with))
                .addSubcommand(new SwitchOverRollbackVerb(with)).addSubcommand(new SwitchOverAbortVerb(with))
                .addSubcommand(new SwitchOverForceEndVerb(with)).addSubcommand(new SwitchOverExtendVerb(with))
                .addSubcommand(new SwitchOverTakeOverVerb(with)).addSubcommand(new SwitchOverShowVerb(with))
                .addSubcommand(new SwitchOverListVerb(with));
    }
}
