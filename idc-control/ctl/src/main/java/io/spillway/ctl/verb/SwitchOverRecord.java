package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.List;

import io.spillway.ctl.client.JsonView;
import io.spillway.model.resource.SwitchOverState;
import org.jspecify.annotations.Nullable;

/** The record of a switch-over as a control plane gives it. */
record SwitchOverRecord(JsonView resource) {

    String name() {
        return resource.at("metadata").text("name");
    }

    long revision() {
        return resource.at("metadata").number("revision", 0);
    }

    JsonView spec() {
        return resource.at("spec");
    }

    JsonView status() {
        return resource.at("status");
    }

    JsonView plan() {
        return status().at("plan");
    }

    String stateText() {
        return status().text("state");
    }

    /** Returns the state; null when a newer control plane says one that this command does not know. */
    @Nullable
    SwitchOverState state() {
        for (SwitchOverState state : SwitchOverState.values()) {
            if (state.name().equals(stateText())) {
                return state;
            }
        }
        return null;
    }

    boolean is(SwitchOverState state) {
        return state() == state;
    }

    long sequence() {
        return status().number("sequence", 0);
    }

    String generation() {
        return status().at("generation").text("counter") + "/" + status().at("generation").text("idc");
    }

    /** Returns what it moves, as in "drgroup/core". */
    String scopes() {
        JsonView scope = spec().at("scope");
        List<String> scopes = new ArrayList<>();
        if (scope.at("idc").present()) {
            scopes.add("idc/" + scope.text("idc"));
        }
        scope.texts("drGroups").forEach(group -> scopes.add("drgroup/" + group));
        scope.texts("services").forEach(service -> scopes.add("service/" + service));
        return String.join(",", scopes);
    }

    /** Returns how far it is, as in "step 2/3 (50 %) EVERYBODY ACK"; empty when it does not move. */
    String position() {
        SwitchOverState state = state();
        JsonView at = status().at("at");
        if (state == null || !state.moving() || !at.present()) {
            return "";
        }
        String side = at.text("side") + " " + at.text("phase");
        List<String> steps = spec().texts("steps");
        int step = (int) at.number("step", 0);
        return switch (state) {
            case SHIFTING, PAUSED -> "step " + (step + 1) + "/" + steps.size()
                    + (step < steps.size() ? " (" + steps.get(step) + " %) " : " ") + side;
            case ROLLING_BACK -> side;
            default -> "";
        };
    }

    /** Returns what happened last, for people. */
    String lastDetail() {
        List<JsonView> history = status().list("history");
        return history.isEmpty() ? "" : history.getLast().text("detail");
    }
}
