package io.spillway.drill.verb;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.spillway.devca.AccessToken;
import io.spillway.model.resource.Names;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spillway dev-ca token}: a token for the API of a control plane. */
@Command(name = "token", mixinStandardHelpOptions = true, description = {
        "Makes a token of 256 random bits for the API and shows it this once.",
        "The line for access.tokens in the file of idc-control has its hash only."})
public final class DevCaTokenVerb implements Callable<Integer> {

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "what the token is called in histories, as token/NAME")
    private String name = "";
    @Option(names = "--role", paramLabel = "ROLE", defaultValue = "viewer", description = "viewer, drill, operator, approver or admin (default: ${DEFAULT-VALUE})")
    private String role = "viewer";
    @Option(names = "-o", paramLabel = "table|json", defaultValue = "TABLE", description = "what is written to standard output (default: table)")
    private DrillOptions.Output output = DrillOptions.Output.TABLE;
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        check(Names.valid(name), "--name: \"" + name + "\" (expected: " + Names.TYPE.expected() + ")");
        check(List.of("viewer", "drill", "operator", "approver", "admin").contains(role),
                "--role: \"" + role + "\" (expected: viewer, drill, operator, approver or admin)");
        AccessToken token = AccessToken.create(new SecureRandom());
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String line = "{name: " + name + ", sha256: " + token.sha256() + ", roles: [{role: " + role + "}]}";
        if (output == DrillOptions.Output.JSON) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", name);
            fields.put("token", token.text());
            fields.put("sha256", token.sha256());
            fields.put("config", line);
            out.println(JsonText.writeIndented(Trees.of(fields)));
        } else {
            out.println("token   " + token.text() + "  (shown this once; keep it in a file for --token-file)");
            out.println("config  access: {tokens: [" + line + "]}");
        }
        out.flush();
        return 0;
    }

    private void check(boolean right, String message) {
        if (!right) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
        }
    }
}
