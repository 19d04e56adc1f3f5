package dev.agentpost.mail.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agentpost completion}. */
@Command(
        name = "completion",
        description = {
            "Print what makes a shell complete the names of commands and options.",
            "For bash, in ~/.bashrc: source <(agentpost completion bash)",
            "For zsh, in ~/.zshrc: source <(agentpost completion zsh)"
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
    private static final String FOR_ZSH =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

    /** The shells that are known. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine agentpost = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(shell == Shell.zsh ? FOR_ZSH : "");
        out.println(AutoComplete.bash(agentpost.getCommandName(), agentpost));
        out.flush();
        return 0;
    }
}
