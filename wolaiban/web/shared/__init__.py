"""What all pages share: how instants, promises, cases and forms are shown. 「共用」"""
