package dev.agentpost.mail.folder;

/**
 * What the operator has laid down about folders.
 *
 * @param creation keys with messages:write may make folders beside the four
 */
public record FolderRules(FolderAliases aliases, boolean creation) {}
