package dev.agentpost.mail.server;

import java.nio.file.Path;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;

/** Where James finds its files: configuration as it is shipped, everything written below the data folder. */
record ServerDirectories(Path configuration, Path data) implements JamesDirectoriesProvider {

    @Override
    public String getAbsoluteDirectory() {
        return "/";
    }

    @Override
    public String getConfDirectory() {
        return configuration + "/";
    }

    @Override
    public String getVarDirectory() {
        return data.resolve("var") + "/";
    }

    @Override
    public String getRootDirectory() {
        return data.toString();
    }
}
