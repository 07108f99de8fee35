package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Something that lets a switch-over go on, there or back, also with what is not confirmed. */
abstract class SwitchOverGoOn extends SwitchOverMove {

    private static final String ALL_BEHIND = "all-behind";

    @Mixin
    final ReasonOption reason = new ReasonOption();

    @Option(names = "--accept", order = 2, description = "Also with all that is not confirmed, as a fence, or what an IDC missed; your name stands beside it.")
    boolean accept;

    @Option(names = "--quarantine", paramLabel = "IDC/NODE|all-behind", split = ",", order = 3, description = "Only without these data planes, which are behind: nobody waits for them until they have Acked; your name stands beside them. Or all-behind: all that are, of each IDC not more than 1 in 100.")
    List<String> quarantine = List.of();

    @Option(names = "--at-most", paramLabel = "COUNT", order = 4, description = "With --quarantine all-behind: so many of an IDC, also more than 1 in 100; needs --reason and a second person.")
    int atMost;

    SwitchOverGoOn(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    final Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        reason.into(body);
        if (accept) {
            body.put("accept", true);
        }
        List<String> named = quarantine.stream().filter(each -> !each.equals(ALL_BEHIND)).toList();
        if (!named.isEmpty()) {
            body.put("quarantine", named);
        }
        if (named.size() < quarantine.size()) {
            body.put("allBehind", true);
        }
        if (atMost != 0) {
            body.put("limit", atMost);
        }
        return body;
    }
}
