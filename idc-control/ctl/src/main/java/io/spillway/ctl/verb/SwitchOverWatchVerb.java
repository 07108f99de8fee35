package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.spillway.ctl.client.JsonView;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.YamlText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how it goes. */
@Command(name = "watch", description = "Shows how a switch-over goes, a line for each change, until it is done or ended; also through a pause.")
final class SwitchOverWatchVerb extends ServerVerb {

    private static final Set<SwitchOverState> ENDS = EnumSet.of(SwitchOverState.COMPLETED, SwitchOverState.EXPIRED,
            SwitchOverState.ROLLED_BACK, SwitchOverState.ABORTED, SwitchOverState.FORCE_ENDED);

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    String name = "";

    SwitchOverWatchVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Duration requestTimeout() {
        return REQUEST_TIMEOUT;
    }

    @Override
    ExitCode run() throws VerbFailed, InterruptedException {
        SwitchOverRecord ended = new SwitchOverFollowing(this, name, timeout, this::show).until(ENDS, 0);
        return SwitchOverMove.code(ended, SwitchOverState.COMPLETED);
    }

    private void show(String line, JsonView view) {
        print(switch (output) {
            case TABLE, WIDE -> line;
            case JSON -> JsonText.write(view.tree());
            case YAML -> "---\n" + YamlText.write(view.tree()).stripTrailing();
        });
        spec.commandLine().getOut().flush();
    }
}
