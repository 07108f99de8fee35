package io.spillway.drill.agent;

import io.spillway.ctl.client.JsonView;

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

    /** Returns the run as the control plane has it now, in a Drill that it has answered. */
    public static JsonView in(JsonView drill, String id) {
        return drill.at("status").list("runs").stream().filter(run -> run.text("id").equals(id)).findFirst()
                .orElse(new JsonView(drill.at("status").at("nothing").tree()));
    }

    @Override
    public String toString() {
        return drill + "/" + id;
    }
}
