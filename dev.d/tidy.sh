#!/usr/bin/env bash
# To come.
