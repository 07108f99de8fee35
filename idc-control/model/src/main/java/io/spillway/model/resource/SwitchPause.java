package io.spillway.model.resource;

/**
 * Why a switch-over stands still.
 *
 * @param resumes the state that it goes on in
 * @param detail what happened, for people
 */
public record SwitchPause(PauseCause cause, SwitchOverState resumes, String detail) {}
