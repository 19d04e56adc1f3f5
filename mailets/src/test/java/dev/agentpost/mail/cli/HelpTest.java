package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What holds for every command. */
class HelpTest {
    /** Their output is no answer: a shell script, a text to read. */
    private static final Set<String> WITHOUT_JSON = Set.of("completion", "help");

    static Stream<CommandSpec> commands() {
        return leaves(AgentPost.commandLine()).map(CommandLine::getCommandSpec);
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().distinct().flatMap(HelpTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandShouldSayWhatItDoes(CommandSpec command) {
        assertThat(String.join(" ", command.usageMessage().description())).isNotBlank();
        assertThat(command.options()).allSatisfy(option -> assertThat(option.hidden()
                        || !String.join(" ", option.description()).isBlank())
                .as(option.longestName())
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandShouldAnswerInJson(CommandSpec command) {
        List<String> options =
                command.options().stream().map(option -> option.longestName()).toList();

        assertThat(options.contains("--json") || WITHOUT_JSON.contains(command.name()))
                .as(command.qualifiedName())
                .isTrue();
    }
}
