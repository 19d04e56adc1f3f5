package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands that the documents print, in their order: nothing is filled in but ids and what a server calls itself. */
class PrintedCommandsTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path ADMIN_API = Path.of("ADMIN_API.md");

    private static final Pattern COMMAND = Pattern.compile(
            "\\./agentpost ((?:org|key|inbox|alias|domain|rule|suppression|dkim|limit|audit|delivery) .*?)(?: +#.*)?");
    private static final Pattern PLACEHOLDER_OF_AN_INBOX = Pattern.compile("support-a1b2c3@shared\\.localhost");
    private static final Pattern INBOX = Pattern.compile("support-[a-z0-9]{6}@shared\\.example");
    private static final Pattern PLACEHOLDER_OF_AN_ORGANIZATION = Pattern.compile("org_…");
    private static final Pattern ORGANIZATION = Pattern.compile("org_[0-9A-Z]{26}");

    @RegisterExtension
    final AdminCommands commands = AdminCommands.onEmptyServer();

    private String inbox = "support-a1b2c3@" + AdminServer.SHARED_DOMAIN;
    private String organization = "";

    private static List<String> printedIn(Path document) throws IOException {
        try (Stream<String> lines = Files.lines(document)) {
            List<String> found = lines.map(COMMAND::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private CommandRun run(String printed) {
        String text = PLACEHOLDER_OF_AN_ORGANIZATION.matcher(printed).replaceAll(organization);
        text = PLACEHOLDER_OF_AN_INBOX.matcher(text).replaceAll(inbox);
        text = text.replace("shared.localhost", AdminServer.SHARED_DOMAIN).replace("'", "");
        List<String> arguments = new ArrayList<>(List.of(text.split(" ")));
        if (arguments.get(1).equals("delete") || arguments.get(1).equals("remove")) {
            // What is typed at a terminal that asks
            arguments.add("--yes");
        }
        return commands.run(arguments.toArray(new String[0]));
    }

    /** What the next commands name is what the last ones have made. */
    private void remember(CommandRun run) {
        organization = found(ORGANIZATION, run.out(), organization);
        inbox = found(INBOX, run.out(), inbox);
    }

    private static String found(Pattern what, String text, String otherwise) {
        Matcher matcher = what.matcher(text);
        return matcher.find() ? matcher.group() : otherwise;
    }

    /** After the first start there is one organization. */
    @Test
    void commandsOfTheReadmeShouldDoWhatTheySay() throws IOException {
        organization = commands.server().newOrganization("default");

        for (String printed : printedIn(README)) {
            CommandRun run = run(printed);

            assertThat(run.exitCode()).as("%s: %s", printed, run.err()).isZero();
            remember(run);
        }
    }

    /** What they name need not exist. */
    @Test
    void commandsOfTheAdminApiShouldNotLackAnything() throws IOException {
        commands.server().newOrganization("default");
        organization = commands.server().newOrganization("Acme");

        for (String printed : printedIn(ADMIN_API)) {
            CommandRun run = run(printed);

            assertThat(run.exitCode()).as("%s: %s", printed, run.err()).isIn(0, 1, 4);
        }
    }
}
