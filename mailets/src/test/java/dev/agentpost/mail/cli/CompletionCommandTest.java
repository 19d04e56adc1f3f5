package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompletionCommandTest {
    @TempDir
    Path folder;

    private static String completion(String shell) {
        StringWriter out = new StringWriter();
        CommandLine command = AgentPost.commandLine().setOut(new PrintWriter(out));
        assertThat(command.execute("completion", shell)).isZero();
        return out.toString();
    }

    /** What bash offers for the last word. */
    private String offered(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("completion.sh"), completion("bash"));
        String question = "source " + script + "; compopt() { :; }; COMP_WORDS=(agentpost " + String.join(" ", words)
                + "); COMP_CWORD=" + words.length + "; _complete_agentpost; echo \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", question)
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.strip();
    }

    @Test
    void bashShouldCompleteCommands() throws Exception {
        assertThat(offered("inb")).isEqualTo("inbox");
        assertThat(offered("inbox", "cr")).isEqualTo("create");
    }

    @Test
    void bashShouldCompleteOptions() throws Exception {
        assertThat(offered("key", "create", "--sc")).contains("--scope", "--scopes");
    }

    @Test
    void zshShouldBeToldToTakeWhatIsForBash() {
        assertThat(completion("zsh")).startsWith("autoload -U").contains("bashcompinit", "_complete_agentpost");
    }

    @Test
    void otherShellShouldBeRefused() {
        StringWriter err = new StringWriter();

        int exitCode = AgentPost.commandLine().setErr(new PrintWriter(err)).execute("completion", "fish");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("fish", "bash");
    }
}
