package io.spillway.drill.agent;

import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.model.document.Tree;

/**
 * A run as the control plane has it.
 *
 * @param drill    name of the Drill
 * @param id       of the run
 * @param document the Drill, as it was when the run was taken
 */
public record Run(String drill, String id, JsonView document) {

    /** Returns whether it is about the installation and not about a fleet of its own. */
    public boolean ofInstallation() {
        return document.at("spec").at("target").present();
    }

    /** Returns the run as the control plane has it now, in a Drill that it has answered; an empty view when it has none. */
    public static JsonView in(JsonView drill, String id) {
        return drill.at("status").list("runs").stream().filter(run -> run.text("id").equals(id)).findFirst()
                .orElse(new JsonView(Tree.mapping(Map.of())));
    }

    @Override
    public String toString() {
        return drill + "/" + id;
    }
}
